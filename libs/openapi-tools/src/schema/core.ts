import { BOUNDS, Merged, type Flat, type Part } from './flat';

/**
 * What a level says apart from its unions and texts, as a schema again, so that it can be merged
 * into each branch of a union.
 */
export function coreOf(flat: Flat, pointer: string): Part {
  const schema: Record<string, unknown> = {};
  if (flat.types !== null) schema.type = [...flat.types];
  if (flat.enum !== null) schema.enum = flat.enum;
  if (flat.format !== null) schema.format = flat.format;
  const [pattern] = flat.patterns;
  if (pattern !== undefined) schema.pattern = pattern;
  for (const key of BOUNDS) if (flat.bounds[key] !== undefined) schema[key] = flat.bounds[key];
  if (flat.properties.size > 0) schema.properties = mergedMap(flat.properties);
  if (flat.patternProperties.size > 0) schema.patternProperties = mergedMap(flat.patternProperties);
  if (flat.required.size > 0) schema.required = [...flat.required];
  if (flat.additional !== null) schema.additionalProperties = new Merged(flat.additional);
  else if (flat.additionalClosed) schema.additionalProperties = false;
  if (flat.items !== null) schema.items = new Merged(flat.items);
  if (flat.prefixItems !== null) schema.prefixItems = flat.prefixItems.map((part) => new Merged([part]));
  return { schema, pointer };
}

/** Null-prototype, so that a property called `__proto__` stays a property. */
function mergedMap(map: ReadonlyMap<string, readonly Part[]>): Record<string, Merged> {
  const out = Object.create(null) as Record<string, Merged>;
  for (const [key, parts] of map) out[key] = new Merged(parts);
  return out;
}

/** Parts that apply together as one. */
export function together(parts: readonly Part[]): Part {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  return { schema: new Merged(parts), pointer: first?.pointer ?? '' };
}

/** One of several schemas. */
export function either(choices: readonly Part[]): Part[] {
  const [first] = choices;
  if (choices.length === 1 && first !== undefined) return [first];
  return [
    { schema: { anyOf: choices.map((choice) => new Merged([choice])) }, pointer: first?.pointer ?? '' },
  ];
}
