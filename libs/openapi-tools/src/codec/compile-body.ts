import type { Body, BodyProperty, PropertyEncoding } from '../arguments/body';
import { isJson } from '../arguments/media-type';
import type { PlannedArgument } from '../arguments/plan-arguments';
import type { ArgumentRole } from '../model/tool';
import type { Flattener } from '../schema/flattener';
import { Shape } from '../schema/shape';
import { formParam } from './form-param';
import type { BodyPlan, FieldPlan, PartPlan, PartsPlan } from './plan';

type NameOf = (role: ArgumentRole, wire: string) => string | null;

/** The body of one operation as `encode` and `decode` need it. */
export function compileBody(
  flattener: Flattener,
  body: Body | null,
  planned: readonly PlannedArgument[],
  maxFileBytes: number,
): BodyPlan | null {
  if (body === null) return null;
  const names = new Map(
    planned
      .filter(({ definition }) => definition.in === 'body')
      .map(({ definition }) => [`${definition.role} ${definition.wire}`, definition.name]),
  );
  const nameOf: NameOf = (role, wire) => names.get(`${role} ${wire}`) ?? null;
  const { required, contentType, format } = body;
  const base = { format, required, contentType };
  const form = compileForm(flattener, body, nameOf, maxFileBytes);
  if (body.mode === 'whole') {
    const field: FieldPlan = {
      name: nameOf('whole', '') ?? 'body',
      wire: '',
      required,
      shape: Shape.of(flattener, body.parts),
    };
    return { ...base, mode: 'whole', form, field, typeName: nameOf('content_type', ''), maxFileBytes };
  }
  const fields = body.properties.map((property): FieldPlan => ({
    name: nameOf('named', property.wire) ?? property.wire,
    wire: property.wire,
    required: property.required,
    shape: Shape.of(flattener, property.parts),
  }));
  const rest = nameOf('rest', '');
  return {
    ...base,
    mode: 'flat',
    form,
    fields,
    rest: rest === null || body.rest === null ? null : { name: rest, shape: Shape.of(flattener, body.rest) },
    byWire: new Map(fields.map((entry) => [entry.wire, entry])),
  };
}

function compileForm(
  flattener: Flattener,
  body: Body,
  nameOf: NameOf,
  maxFileBytes: number,
): PartsPlan | null {
  if (body.format !== 'form' && body.format !== 'multipart') return null;
  const whole = body.mode === 'whole' ? Shape.of(flattener, body.parts) : null;
  const parts = new Map<string, PartPlan>();
  for (const property of body.properties) {
    if (property.encoding === null) continue;
    const shape = whole?.child(property.wire) ?? Shape.of(flattener, property.parts);
    const name = nameOf('named', property.wire) ?? `${nameOf('whole', '') ?? 'body'}.${property.name}`;
    parts.set(property.wire, compilePart(property, property.encoding, shape, name, nameOf));
  }
  const params = [...parts.values()].map((part) => part.param);
  const rest = body.mode === 'flat' ? body.rest : null;
  return {
    parts,
    place: { params, names: new Set(parts.keys()) },
    rest: Shape.of(flattener, rest ?? [{ schema: true, pointer: '' }]),
    maxFileBytes,
  };
}

function compilePart(
  property: BodyProperty,
  encoding: PropertyEncoding,
  shape: Shape,
  name: string,
  nameOf: NameOf,
): PartPlan {
  const { wire } = property;
  const { contentType, style, override } = encoding;
  const asJson = override === 'json' || (style === null && contentType !== null && isJson(contentType));
  return {
    wire,
    param: formParam(name, wire, shape, { ...encoding, asJson }),
    kind: encoding.kind,
    contentType,
    filename: nameOf('filename', wire),
    typeName: nameOf('content_type', wire),
  };
}
