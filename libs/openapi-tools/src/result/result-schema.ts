import { isObject } from '../document/is-object';
import type { JsonObject } from '../model/json';

/** A place in a derived output schema, with the root that holds its `$defs`. */
export interface SchemaNode {
  readonly root: JsonObject;
  /** Several when a union leaves open which one applies. */
  readonly choices: readonly JsonObject[];
}

const MAX_CHOICES = 64;

export function schemaRoot(schema: JsonObject | null | undefined): SchemaNode | null {
  return schema === null || schema === undefined ? null : { root: schema, choices: expand(schema, [schema]) };
}

/** Schema of a member, or of the items with null. */
export function schemaAt(node: SchemaNode | null, key: string | null): SchemaNode | null {
  if (node === null) return null;
  const found: JsonObject[] = [];
  for (const choice of node.choices) {
    const child = key === null ? choice.items : member(choice, key);
    if (isObject(child)) found.push(child as JsonObject);
  }
  return found.length === 0 ? null : { root: node.root, choices: expand(node.root, found) };
}

function member(schema: JsonObject, key: string): unknown {
  const { properties } = schema;
  if (isObject(properties) && Object.hasOwn(properties, key)) return properties[key];
  return schema.additionalProperties;
}

/** Follows `$ref` into `$defs` and opens unions. */
function expand(root: JsonObject, schemas: readonly JsonObject[]): JsonObject[] {
  const out = new Set<JsonObject>();
  const open = [...schemas];
  while (open.length > 0 && out.size < MAX_CHOICES) {
    const schema = open.pop() as JsonObject;
    if (out.has(schema)) continue;
    out.add(schema);
    const name = typeof schema.$ref === 'string' ? schema.$ref.replace('#/$defs/', '') : null;
    const target =
      name !== null && isObject(root.$defs) && Object.hasOwn(root.$defs, name) ? root.$defs[name] : null;
    if (isObject(target)) open.push(target);
    if (Array.isArray(schema.anyOf)) open.push(...(schema.anyOf.filter(isObject) as JsonObject[]));
  }
  return [...out];
}

/** False for texts whose content is fixed by the schema. */
export function mayCut(node: SchemaNode | null): boolean {
  return (
    node === null ||
    node.choices.every((schema) =>
      ['enum', 'const', 'format', 'pattern', 'maxLength'].every((key) => schema[key] === undefined),
    )
  );
}

export function minItemsOf(node: SchemaNode | null): number {
  const counts = (node?.choices ?? []).map((schema) => schema.minItems);
  return Math.max(0, ...counts.filter((count): count is number => typeof count === 'number'));
}

/** A map may lose keys only where the schema names none of them. */
export function isOpenMap(node: SchemaNode | null): boolean {
  return node === null || node.choices.every((schema) => schema.properties === undefined);
}
