/** An object of a JSON document that nobody has checked. */
export type Loose = Record<string, unknown>;

export const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @returns what a local reference stands for, or the value itself; `undefined` for what leads nowhere */
export function follow(root: Loose, value: unknown): Loose | undefined {
  let found: unknown = value;
  for (let step = 0; step < 10; step += 1) {
    if (!isLoose(found)) return undefined;
    const { $ref } = found;
    if (typeof $ref !== 'string') return found;
    found = at(root, $ref);
  }
  return undefined;
}

function at(root: Loose, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined;
  let found: unknown = root;
  for (const part of reference.slice(2).split('/')) {
    const key = decode(part).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Loose)[key];
  }
  return found;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
