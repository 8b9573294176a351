import type { Shape } from './shape';

/** Beyond this many levels a definition is taken for different, which only costs its reference. */
const MAX_PAIRS = 1_000;

/** True when two places of the document show the same names at every level below them. */
export function sameNames(first: Shape, second: Shape): boolean {
  const seen = new Map<Shape, Set<Shape>>();
  const open: [Shape, Shape][] = [[first, second]];
  let pairs = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [a, b] = next;
    const known = seen.get(a) ?? new Set<Shape>();
    if (a === b || known.has(b)) continue;
    seen.set(a, known.add(b));
    pairs += 1;
    if (pairs > MAX_PAIRS) return false;
    const declared = b.declared;
    if (declared.some((wire) => a.nameOf.get(wire) !== b.nameOf.get(wire))) return false;
    for (const wire of declared) push(open, a.child(wire), b.child(wire));
    push(open, a.items(), b.items());
    push(open, a.rest(), b.rest());
  }
  return true;
}

function push(open: [Shape, Shape][], a: Shape | null, b: Shape | null): void {
  if (a !== null && b !== null) open.push([a, b]);
}
