import { isObject } from '../document/is-object';
import type { JsonObject, JsonValue } from '../model/json';
import type { EncodeContext } from './context';
import { restPart } from './form-param';
import type { BodyPlan, FlatBodyPlan, PartPlan, PartsPlan, WholeBodyPlan } from './plan';
import { setOwn } from './set-own';

/** One value of a urlencoded or multipart body, still as it was given. */
export interface Entry {
  readonly part: PartPlan;
  readonly value: JsonValue;
  readonly filename: JsonValue | undefined;
  readonly contentType: JsonValue | undefined;
}

/** What decoding finds of one key. */
export interface Found {
  readonly value: JsonValue;
  readonly filename?: JsonValue;
  readonly contentType?: JsonValue;
}

/** Values of a flat body by their arguments; what repeats a declared property is left to the caller. */
export function flatEntries(body: FlatBodyPlan, form: PartsPlan, args: JsonObject): Entry[] {
  const entries: Entry[] = [];
  for (const { name, wire } of body.fields) {
    const part = form.parts.get(wire);
    const value = own(args, name);
    if (part === undefined || value === undefined) continue;
    entries.push({
      part,
      value,
      filename: part.filename === null ? undefined : own(args, part.filename),
      contentType: part.typeName === null ? undefined : own(args, part.typeName),
    });
  }
  const map = body.rest === null ? undefined : own(args, body.rest.name);
  if (body.rest === null || !isObject(map)) return entries;
  for (const key of Object.keys(map)) {
    if (body.byWire.has(key)) continue;
    const part = restPart(key, `${body.rest.name}.${key}`, form.rest);
    entries.push({ part, value: map[key] as JsonValue, filename: undefined, contentType: undefined });
  }
  return entries;
}

/** Members of a body that is one argument. */
export function wholeEntries(
  body: WholeBodyPlan,
  form: PartsPlan,
  value: JsonObject,
  context: EncodeContext,
): Entry[] {
  const { name, shape } = body.field;
  return Object.keys(value).map((key) => {
    const wire = shape.wireOf.get(key) ?? key;
    if (wire !== key && Object.hasOwn(value, wire)) {
      context.refuse(
        `${name}.${key}`,
        'invalid_value',
        `Argument "${name}" gives "${wire}" under two names.`,
      );
    }
    const part = form.parts.get(wire) ?? restPart(wire, `${name}.${key}`, shape.child(wire) ?? form.rest);
    return { part, value: value[key] as JsonValue, filename: undefined, contentType: undefined };
  });
}

/** The part that reads this key of a request. */
export function partOf(body: BodyPlan, form: PartsPlan, wire: string): PartPlan {
  const part = form.parts.get(wire);
  if (part !== undefined) return part;
  const shape = body.mode === 'whole' ? (body.field.shape.child(wire) ?? form.rest) : form.rest;
  return restPart(wire, wire, shape);
}

/** Puts decoded values back under the names of their arguments. */
export function giveBack(body: BodyPlan, found: ReadonlyMap<PartPlan, Found>, args: JsonObject): void {
  const rest: JsonObject = {};
  for (const [part, { value, filename, contentType }] of found) {
    const field = body.mode === 'flat' ? body.byWire.get(part.wire) : undefined;
    if (field !== undefined) args[field.name] = value;
    else setOwn(rest, nameOf(body, part.wire), value);
    if (part.filename !== null && filename !== undefined) args[part.filename] = filename;
    if (part.typeName !== null && contentType !== undefined) args[part.typeName] = contentType;
  }
  if (body.mode === 'whole') args[body.field.name] = rest;
  else if (body.rest !== null && Object.keys(rest).length > 0) args[body.rest.name] = rest;
}

function nameOf(body: BodyPlan, wire: string): string {
  return body.mode === 'whole' ? (body.field.shape.nameOf.get(wire) ?? wire) : wire;
}

function own(args: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(args, name) ? args[name] : undefined;
}
