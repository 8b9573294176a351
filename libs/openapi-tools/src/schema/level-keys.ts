import { nameKeys } from '../names/property-names';
import type { Flat, Part } from './flat';
import type { Flattener } from './flattener';

const BRANCH_DEPTH = 8;

/** Property keys of a node and of all its union branches: they share one alias table. */
export function levelKeys(flattener: Flattener, flat: Flat): Set<string> {
  const keys = new Set<string>();
  collect(flattener, flat, keys, new Set(), 0);
  return keys;
}

function collect(flattener: Flattener, flat: Flat, keys: Set<string>, seen: Set<Flat>, depth: number): void {
  if (seen.has(flat) || depth > BRANCH_DEPTH) return;
  seen.add(flat);
  for (const key of flat.properties.keys()) keys.add(key);
  // Beside a union a branch has to show what is required, declared in any of them or not.
  if (flat.unions.length > 0) for (const key of flat.required) keys.add(key);
  for (const union of flat.unions) {
    // The discriminator is shown in every branch, declared there or not.
    if (union.tagProperty !== null && union.tags.some((tag) => tag !== null)) keys.add(union.tagProperty);
    for (const branch of union.branches) collect(flattener, flattener.flat([branch]), keys, seen, depth + 1);
  }
}

/** Wire key to shown name for one level. */
export function levelNames(flattener: Flattener, parts: readonly Part[]): Map<string, string> {
  return nameKeys(levelKeys(flattener, flattener.flat(parts)));
}
