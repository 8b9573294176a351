export interface Challenge {
  /** Lower case. */
  readonly scheme: string;
  readonly params: ReadonlyMap<string, string>;
}

/** A parameter, or the word of a scheme; quoted values may hold anything. */
const PIECE =
  /([A-Za-z][A-Za-z0-9_\-.]*)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,]+)|([A-Za-z][A-Za-z0-9_-]*)(?=\s|,|$)/g;

/**
 * Reads WWW-Authenticate; several challenges may share a line.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1
 */
export function parseChallenges(value: string): Challenge[] {
  const found: { scheme: string; params: Map<string, string> }[] = [];
  for (const [, name, given, scheme] of value.matchAll(PIECE)) {
    if (scheme !== undefined) found.push({ scheme: scheme.toLowerCase(), params: new Map() });
    else if (name !== undefined && given !== undefined) {
      const plain = given.startsWith('"') ? given.slice(1, -1).replace(/\\(.)/g, '$1') : given;
      found.at(-1)?.params.set(name.toLowerCase(), plain);
    }
  }
  return found;
}
