import { isJson } from '../arguments/media-type';
import type { Parameter } from '../arguments/parameter';
import type { PathTemplate } from '../arguments/path-template';
import type { PlannedArguments } from '../arguments/plan-arguments';
import type { Body } from '../arguments/read-body';
import { keyOf } from '../arguments/read-parameters';
import type { HttpMethod } from '../model/tool';
import type { Flattener } from '../schema/flattener';
import { Shape } from '../schema/shape';
import { encodeStrict } from './percent';
import type { BodyPlan, Container, FieldPlan, ParamPlan, ToolPlan } from './plan';

export interface PlanInput {
  readonly method: HttpMethod;
  readonly template: PathTemplate;
  readonly planned: PlannedArguments;
  readonly body: Body | null;
  readonly missingRequired: 'codec' | 'api';
  readonly coercion: boolean;
}

/** Turns the arguments of one operation into what `encode` and `decode` need per call. */
export function compilePlan(flattener: Flattener, input: PlanInput): ToolPlan {
  const params = input.planned.list.flatMap(({ parameter, definition }) =>
    parameter === null ? [] : [compileParam(flattener, parameter, definition.name, definition.required)],
  );
  const { literals, variables, query } = input.template;
  const path = variables.map(
    (name) => params.find((param) => param.in === 'path' && param.wire === name) as ParamPlan,
  );
  const all = [
    ...params,
    ...input.planned.hidden.map((parameter) => ({ in: parameter.in, wire: parameter.name })),
  ];
  const fixed = query === '' ? [] : query.split('&').map((pair) => pair.split('=')[0] ?? '');
  return {
    method: input.method,
    missingRequired: input.missingRequired,
    coercion: input.coercion,
    names: new Set(input.planned.list.map(({ definition }) => definition.name)),
    literals,
    path,
    simplePath: path.every((param, i) => isWholeSegment(literals, i) && param.plain),
    fixedQuery: query,
    query: params.filter((param) => param.in === 'query'),
    headers: params.filter((param) => param.in === 'header'),
    cookies: params.filter((param) => param.in === 'cookie'),
    body: compileBody(flattener, input),
    queryNames: new Set([
      ...fixed,
      ...all.filter((param) => param.in === 'query').map((param) => param.wire),
    ]),
    cookieNames: new Set(all.filter((param) => param.in === 'cookie').map((param) => param.wire)),
    hidden: new Set(input.planned.hidden.map(keyOf)),
    toJSON: () => undefined,
  };
}

function isWholeSegment(literals: readonly string[], index: number): boolean {
  const after = literals[index + 1] ?? '';
  return (literals[index] ?? '').endsWith('/') && (after === '' || after.startsWith('/'));
}

function compileParam(
  flattener: Flattener,
  parameter: Parameter,
  name: string,
  required: boolean,
): ParamPlan {
  const shape = Shape.of(flattener, parameter.parts);
  const wire = parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name;
  return {
    name,
    wire,
    in: parameter.in,
    required,
    style: parameter.style,
    explode: parameter.explode,
    allowReserved: parameter.allowReserved,
    allowEmptyValue: parameter.allowEmptyValue,
    content: parameter.content === null ? null : isJson(parameter.content) ? 'json' : 'text',
    container: containerOf(shape),
    shape,
    plain: isPlainQuery(parameter) || isPlainPath(parameter, shape),
    encodedWire: encodeStrict(wire) ?? wire,
  };
}

function isPlainQuery(parameter: Parameter): boolean {
  const { style, explode, content, allowReserved, allowEmptyValue } = parameter;
  return (
    parameter.in === 'query' &&
    style === 'form' &&
    explode &&
    content === null &&
    !allowReserved &&
    !allowEmptyValue
  );
}

function isPlainPath(parameter: Parameter, shape: Shape): boolean {
  const { style, content } = parameter;
  return parameter.in === 'path' && style === 'simple' && content === null && containerOf(shape) === 'scalar';
}

function containerOf(shape: Shape): Container {
  const { types } = shape;
  if (types === null) return 'mixed';
  const array = types.has('array');
  const object = types.has('object');
  const scalar = [...types].some((type) => type !== 'array' && type !== 'object' && type !== 'null');
  if (array && !object && !scalar) return 'array';
  if (object && !array && !scalar) return 'object';
  return array || object ? 'mixed' : 'scalar';
}

function compileBody(flattener: Flattener, input: PlanInput): BodyPlan | null {
  const { body } = input;
  if (body === null) return null;
  const inBody = input.planned.list.filter(({ definition }) => definition.in === 'body');
  const field = (wire: string, parts: Body['parts'], required: boolean, role: string): FieldPlan => ({
    name:
      inBody.find(({ definition }) => definition.role === role && definition.wire === wire)?.definition
        .name ?? wire,
    wire,
    required,
    shape: Shape.of(flattener, parts),
  });
  const { required, contentType } = body;
  if (body.mode === 'whole') {
    return { mode: 'whole', required, contentType, field: field('', body.parts, required, 'whole') };
  }
  const fields = body.properties.map((property) =>
    field(property.wire, property.parts, property.required, 'named'),
  );
  const rest = inBody.find(({ definition }) => definition.role === 'rest');
  return {
    mode: 'flat',
    required,
    contentType,
    fields,
    rest:
      rest === undefined || body.rest === null
        ? null
        : { name: rest.definition.name, shape: Shape.of(flattener, body.rest) },
    byWire: new Map(fields.map((entry) => [entry.wire, entry])),
  };
}
