import { asObject } from './json';
import type { JsonObject } from './json';

const MAPS = ['properties', '$defs', 'definitions', 'patternProperties', 'dependentSchemas'];
const LISTS = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const SINGLES = ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'];

/** Deeper than any host reads; a list from outside must not exhaust the stack. */
const DEEPEST = 64;

/**
 * Visits a JSON Schema and every schema in it; references are not followed.
 *
 * @param visit gets each schema and how deep it is, 1 being the outermost
 */
export function walkSchema(
  value: unknown,
  visit: (schema: JsonObject, depth: number) => void,
  depth = 1,
): void {
  const schema = asObject(value);
  if (!schema || depth > DEEPEST) return;
  visit(schema, depth);
  const inner = [
    ...MAPS.flatMap((name) => Object.values(asObject(schema[name]) ?? {})),
    ...LISTS.flatMap((name) => (Array.isArray(schema[name]) ? (schema[name] as unknown[]) : [])),
    ...SINGLES.map((name) => schema[name]),
  ];
  for (const child of inner) walkSchema(child, visit, depth + 1);
}

/** @returns whether the test is true of the schema or of one in it */
export function someSchema(value: unknown, test: (schema: JsonObject, depth: number) => boolean): boolean {
  let found = false;
  walkSchema(value, (schema, depth) => {
    found ||= test(schema, depth);
  });
  return found;
}
