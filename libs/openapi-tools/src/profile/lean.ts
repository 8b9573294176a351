import type { JsonObject } from '../model/json';
import { ALL_FOLDED, foldText, joinTexts } from './fold';
import { mapChildren } from './schema-parts';

const KEPT = new Set(['type', 'properties', 'required', 'items', 'enum', 'anyOf', 'additionalProperties']);

/** Bounds, format and default as words: a model reads them there as well, and the list has fewer tokens. */
export function leanSchema(node: JsonObject): JsonObject {
  const mapped = mapChildren(node, leanSchema);
  const out: JsonObject = {};
  for (const key of Object.keys(mapped)) if (KEPT.has(key)) out[key] = mapped[key] as JsonObject;
  const description = joinTexts(node.description, foldText(node, ALL_FOLDED));
  if (description !== '') out.description = description;
  return out;
}
