import type { JsonObject } from '../model/json';

/**
 * Nodes of emitted schemas whose value may be null. Profile `safe` has no keyword for it and says so in words;
 * profiles that have one must not read it back out of a sentence.
 */
const NODES = new WeakSet<object>();

export function markNullable(node: JsonObject): void {
  NODES.add(node);
}

export function isNullable(node: JsonObject): boolean {
  return NODES.has(node);
}
