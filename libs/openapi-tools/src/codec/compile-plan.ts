import { isJson } from '../arguments/media-type';
import type { Parameter } from '../arguments/parameter';
import type { PathTemplate } from '../arguments/path-template';
import type { PlannedArguments } from '../arguments/plan-arguments';
import type { Body } from '../arguments/body';
import { keyOf } from '../arguments/read-parameters';
import type { ParameterOverride } from '../model/options';
import type { ArgumentDefinition, HttpMethod } from '../model/tool';
import { RESULT_ARGUMENTS } from '../result/result-arguments';
import type { Flattener } from '../schema/flattener';
import { Shape } from '../schema/shape';
import { compileBody } from './compile-body';
import { containerOf } from './container';
import { encodeStrict } from './percent';
import type { ParamPlan, ToolPlan } from './plan';

export interface PlanInput {
  readonly method: HttpMethod;
  readonly template: PathTemplate;
  readonly planned: PlannedArguments;
  readonly body: Body | null;
  readonly missingRequired: 'codec' | 'api';
  readonly coercion: boolean;
  readonly resultArguments: boolean;
  readonly maxFileBytes: number;
  /** By `in:name`. */
  readonly parameters: Readonly<Record<string, ParameterOverride>>;
}

/** Turns the arguments of one operation into what `encode` and `decode` need per call. */
export function compilePlan(flattener: Flattener, input: PlanInput): ToolPlan {
  const params = input.planned.list.flatMap(({ parameter, definition }) =>
    parameter === null
      ? []
      : [compileParam(flattener, parameter, definition, overrideOf(input.parameters, parameter))],
  );
  const { literals, variables, query } = input.template;
  const path = variables.map(
    (name) => params.find((param) => param.in === 'path' && param.wire === name) as ParamPlan,
  );
  const all = [
    ...params,
    ...input.planned.hidden.map((parameter) => ({ in: parameter.in, wire: parameter.name })),
  ];
  const namesIn = (place: string, more: readonly string[] = []): Set<string> =>
    new Set([...more, ...all.filter((param) => param.in === place).map((param) => param.wire)]);
  const fixed = query === '' ? [] : query.split('&').map((pair) => pair.split('=')[0] ?? '');
  return {
    method: input.method,
    missingRequired: input.missingRequired,
    coercion: input.coercion,
    names: new Set([
      ...input.planned.list.map(({ definition }) => definition.name),
      ...(input.resultArguments ? RESULT_ARGUMENTS : []),
    ]),
    resultArguments: input.resultArguments,
    literals,
    path,
    simplePath: path.every((param, i) => isWholeSegment(literals, i) && param.plain && !param.slashes),
    fixedQuery: query,
    query: { params: params.filter((param) => param.in === 'query'), names: namesIn('query', fixed) },
    headers: params.filter((param) => param.in === 'header'),
    cookies: { params: params.filter((param) => param.in === 'cookie'), names: namesIn('cookie') },
    body: compileBody(flattener, input.body, input.planned.list, input.maxFileBytes),
    hidden: new Set(input.planned.hidden.map(keyOf)),
    toJSON: () => undefined,
  };
}

function isWholeSegment(literals: readonly string[], index: number): boolean {
  const after = literals[index + 1] ?? '';
  return (literals[index] ?? '').endsWith('/') && (after === '' || after.startsWith('/'));
}

function overrideOf(overrides: PlanInput['parameters'], parameter: Parameter): ParameterOverride | undefined {
  const key = keyOf(parameter);
  return Object.hasOwn(overrides, key) ? overrides[key] : undefined;
}

function compileParam(
  flattener: Flattener,
  parameter: Parameter,
  { name, required }: ArgumentDefinition,
  override: ParameterOverride | undefined,
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
    arrays: override?.arrays ?? 'repeat',
    slashes: parameter.in === 'path' && override?.slashes === true,
    jsonObjects: false,
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
