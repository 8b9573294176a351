import type { JsonObject } from '../model/json';
import { cutText } from '../text/cut';
import { childOf, mapChildren, propertiesOf, branchesOf } from './schema-parts';

const CAPS = [300, 120, 40];
const DEEPEST = 12;

/**
 * Brings a derived schema back under its budget: words cost a few bytes more than keywords.
 * - long texts below the arguments first, then those of the arguments, then the deepest levels
 * @param collapse the node without its children
 */
export function fitSchema(
  root: JsonObject,
  budget: number,
  collapse: (node: JsonObject) => JsonObject,
  onCut: () => void,
): JsonObject {
  let schema = root;
  for (const from of [3, 2]) {
    for (const cap of CAPS) {
      if (fits(schema, budget)) return schema;
      schema = shorten(schema, cap, from, 1);
    }
  }
  for (let depth = DEEPEST; depth > 1 && !fits(schema, budget); depth -= 1) {
    onCut();
    schema = collapseAt(schema, depth, 1, collapse);
  }
  return schema;
}

function fits(schema: JsonObject, budget: number): boolean {
  return Buffer.byteLength(JSON.stringify(schema)) <= budget;
}

function shorten(node: JsonObject, cap: number, from: number, depth: number): JsonObject {
  const out = mapChildren(node, (child) => shorten(child, cap, from, depth + 1));
  if (depth >= from && typeof node.description === 'string') out.description = cutText(node.description, cap);
  return out;
}

function collapseAt(
  node: JsonObject,
  at: number,
  depth: number,
  collapse: (node: JsonObject) => JsonObject,
): JsonObject {
  if (depth < at) return mapChildren(node, (child) => collapseAt(child, at, depth + 1, collapse));
  const hasChildren =
    propertiesOf(node).length > 0 ||
    branchesOf(node) !== null ||
    childOf(node, 'additionalProperties') !== null ||
    Object.keys(childOf(node, 'items') ?? {}).length > 0;
  return hasChildren ? collapse(node) : node;
}
