import type { JsonType } from '../model/json';

const TYPES: ReadonlySet<string> = new Set([
  'null',
  'boolean',
  'integer',
  'number',
  'string',
  'array',
  'object',
]);

/** The known type names of a `type` keyword; null when it constrains nothing. */
export function readTypes(keyword: unknown): Set<JsonType> | null {
  const names = Array.isArray(keyword) ? (keyword as unknown[]) : [keyword];
  const known = names.filter((name): name is JsonType => typeof name === 'string' && TYPES.has(name));
  return known.length > 0 && known.length === names.length ? new Set(known) : null;
}

/** Types allowed by both; `integer` is part of `number`. */
export function intersectTypes(a: ReadonlySet<JsonType>, b: ReadonlySet<JsonType>): Set<JsonType> {
  const both = new Set<JsonType>();
  for (const type of a) {
    if (b.has(type) || (type === 'integer' && b.has('number'))) both.add(type);
    else if (type === 'number' && b.has('integer')) both.add('integer');
  }
  return both;
}

/** Type of a value; whole numbers are `integer`. */
export function typeOf(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number';
    default:
      return 'object';
  }
}

export function accepts(types: ReadonlySet<JsonType> | null, type: JsonType): boolean {
  return types === null || types.has(type) || (type === 'integer' && types.has('number'));
}
