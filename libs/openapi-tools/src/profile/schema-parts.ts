import { isObject } from '../document/is-object';
import type { JsonObject } from '../model/json';

/** Properties of a node as a list; empty when it has none. */
export function propertiesOf(node: JsonObject): [string, JsonObject][] {
  const { properties } = node;
  if (!isObject(properties)) return [];
  return Object.entries(properties).filter((entry): entry is [string, JsonObject] => isObject(entry[1]));
}

export function requiredOf(node: JsonObject): ReadonlySet<string> {
  const { required } = node;
  return new Set(Array.isArray(required) ? required.filter((name) => typeof name === 'string') : []);
}

export function branchesOf(node: JsonObject): JsonObject[] | null {
  const { anyOf } = node;
  return Array.isArray(anyOf) ? (anyOf.filter(isObject) as JsonObject[]) : null;
}

export function childOf(node: JsonObject, key: 'items' | 'additionalProperties'): JsonObject | null {
  const child = node[key];
  return isObject(child) ? child : null;
}

/** The same node with every child replaced; what is no child is copied. */
export function mapChildren(
  node: JsonObject,
  change: (child: JsonObject, place: string) => JsonObject,
): JsonObject {
  const out: JsonObject = { ...node };
  if (isObject(node.properties)) {
    out.properties = Object.fromEntries(
      propertiesOf(node).map(([name, child]) => [name, change(child, name)]),
    );
  }
  for (const key of ['items', 'additionalProperties'] as const) {
    const child = childOf(node, key);
    if (child !== null) out[key] = change(child, key);
  }
  const branches = branchesOf(node);
  if (branches !== null) out.anyOf = branches.map((branch, i) => change(branch, String(i)));
  return out;
}
