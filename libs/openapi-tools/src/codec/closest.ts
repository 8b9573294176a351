import type { ArgumentDefinition } from '../model/tool';

const MAX_DISTANCE = 2;

/**
 * The argument a caller most likely meant, or null.
 * - its wire name (`filter[name]`), or the same after dropping case and punctuation
 * - an edit distance of at most two, and less than half the name
 */
export function closest(asked: string, candidates: readonly ArgumentDefinition[]): string | null {
  const plain = bare(asked);
  const same = candidates.find(
    ({ name, wire }) => wire === asked || (plain !== '' && (bare(name) === plain || bare(wire) === plain)),
  );
  if (same !== undefined) return same.name;
  let best: string | null = null;
  let least = MAX_DISTANCE + 1;
  for (const { name } of candidates) {
    if (Math.abs(name.length - asked.length) > MAX_DISTANCE) continue;
    const distance = editDistance(asked, name);
    if (distance < least && distance * 2 < name.length) {
      best = name;
      least = distance;
    }
  }
  return best;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Levenshtein distance; both texts are at most a name long. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
