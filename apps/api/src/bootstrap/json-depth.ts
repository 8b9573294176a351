/** Levels of lists and objects within each other; far more than any operation takes. */
export const MAX_JSON_DEPTH = 100;

type Container = readonly unknown[] | Readonly<Record<string, unknown>>;

/**
 * Whether a parsed JSON value nests deeper than that. `JSON.parse` reads any depth, but what walks the value
 * afterwards by recursion, `JSON.stringify` among it, would run out of stack.
 *
 * @param levels lists and objects allowed within each other; a flat object is one
 */
export function isDeeperThan(value: unknown, levels: number): boolean {
  let level: Container[] = isContainer(value) ? [value] : [];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === levels) return true;
    const next: Container[] = [];
    for (const container of level) {
      const children: readonly unknown[] = Array.isArray(container) ? container : Object.values(container);
      for (const child of children) if (isContainer(child)) next.push(child);
    }
    level = next;
  }
  return false;
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}
