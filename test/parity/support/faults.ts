import type { ApiOperation, Input, Schema } from './operations';
import type { Args } from './place';

export type FaultKind =
  | 'unknown argument'
  | 'missing required'
  | 'wrong type'
  | 'out of range'
  | 'malformed id'
  | 'not in the list'
  | 'not of the pattern'
  | 'NUL'
  | 'lone surrogate'
  | 'inside an argument';

export interface Fault {
  readonly kind: FaultKind;
  readonly argument: string;
  readonly args: Args;
}

/**
 * Arguments that must be refused, each for one reason, derived from the document. Only faults that REST can
 * express too: a path segment cannot be missing, and a URL cannot carry a lone surrogate.
 */
export function faultsOf(operation: ApiOperation, base: Args): Fault[] {
  const faults = operation.inputs.flatMap((input) =>
    wrongValues(input).map(([kind, value]) => ({ kind, argument: input.name, value })),
  );
  return [
    { kind: 'unknown argument', argument: 'bogus', args: { ...base, bogus: 'x' } },
    ...operation.inputs
      .filter((input) => input.required && input.in !== 'path')
      .map((input): Fault => ({
        kind: 'missing required',
        argument: input.name,
        args: without(base, input.name),
      })),
    ...faults.map(({ kind, argument, value }): Fault => ({
      kind,
      argument,
      args: { ...base, [argument]: value },
    })),
    ...operation.inputs.flatMap((input) => nestedFaults(input, base)),
  ];
}

type WrongValue = readonly [FaultKind, unknown];

function wrongValues({ schema, in: place }: Input): WrongValue[] {
  const inner = schema.anyOf?.find((part) => part.type !== 'null') ?? schema;
  const values = [...rangeFaults(inner), ...textFaults(inner)];
  if (place === 'body') return [['wrong type', wrongJson(inner)], ...values, ...bodyTextFaults(inner)];
  const kept = values.filter(([, value]) => place !== 'path' || value !== '');
  return place === 'query' ? [...wrongText(inner), ...kept] : kept;
}

/** No lossless coercion leads from these to the type asked for. */
function wrongJson(schema: Schema): unknown {
  switch (schema.type) {
    case 'integer':
    case 'number':
      return 'many';
    case 'boolean':
      return 'maybe';
    case 'object':
      return 'text';
    default:
      return {};
  }
}

/** Of a text in a URL nothing is of the wrong type but a key that is given twice. */
function wrongText(schema: Schema): WrongValue[] {
  if (schema.enum) return [];
  switch (schema.type) {
    case 'integer':
    case 'number':
      return [['wrong type', 'many']];
    case 'boolean':
      return [['wrong type', 'maybe']];
    default:
      return [['wrong type', ['twice', 'given']]];
  }
}

function rangeFaults(schema: Schema): WrongValue[] {
  const { minimum, maximum, minLength, maxLength } = schema;
  return [
    ...(minimum === undefined ? [] : [['out of range', minimum - 1] as const]),
    ...(maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER
      ? []
      : [['out of range', maximum + 1] as const]),
    ...(minLength === undefined ? [] : [['out of range', 'x'.repeat(minLength - 1)] as const]),
    ...(maxLength === undefined ? [] : [['out of range', 'x'.repeat(maxLength + 1)] as const]),
  ];
}

function textFaults(schema: Schema): WrongValue[] {
  if (schema.enum) return [['not in the list', 'no-such-value']];
  if (schema.format === 'uuid') return [['malformed id', 'not-a-uuid']];
  if (schema.pattern) return [['not of the pattern', 'Not Of The Pattern']];
  return [];
}

/** A string without a bound is the content of a file, which may hold any byte. */
function bodyTextFaults(schema: Schema): WrongValue[] {
  if (schema.type !== 'string') return [];
  const nul: WrongValue[] = schema.maxLength === undefined ? [] : [['NUL', 'a\0b']];
  return [...nul, ['lone surrogate', 'a\ud800b']];
}

function nestedFaults(input: Input, base: Args): Fault[] {
  const { properties } = input.schema;
  if (input.in !== 'body' || !properties) return [];
  const inner = (base[input.name] ?? sampleOf(input.schema)) as Args;
  const put = (value: Args): Fault => ({
    kind: 'inside an argument',
    argument: input.name,
    args: { ...base, [input.name]: value },
  });
  return [
    put({ ...inner, bogus: 'x' }),
    ...(input.schema.required ?? []).map((name) => put(without(inner, name))),
    ...Object.entries(properties).flatMap(([name, schema]) =>
      wrongValues({ name, wire: name, in: 'body', required: false, schema }).map(([, value]) =>
        put({ ...inner, [name]: value }),
      ),
    ),
  ];
}

/** The least value that the schema takes; enough for the objects of this API. */
function sampleOf(schema: Schema): unknown {
  if (schema.type !== 'object') return schema.type === 'string' ? 'x'.repeat(schema.minLength ?? 1) : 1;
  const { properties = {}, required = [] } = schema;
  return Object.fromEntries(required.map((name) => [name, sampleOf(properties[name] ?? {})]));
}

function without(args: Args, name: string): Args {
  return Object.fromEntries(Object.entries(args).filter(([key]) => key !== name));
}
