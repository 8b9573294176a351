/** JSON pointer (RFC 6901) helpers. */
export function escapeToken(token: string): string {
  return /[~/]/.test(token) ? token.replaceAll('~', '~0').replaceAll('/', '~1') : token;
}

export function join(pointer: string, ...tokens: (string | number)[]): string {
  let path = pointer;
  for (const token of tokens) path += `/${typeof token === 'number' ? String(token) : escapeToken(token)}`;
  return path;
}

/** Tokens of a URI fragment such as `#/components/schemas/a~1b%20c`; null when it is no pointer. */
export function parseFragment(fragment: string): string[] | null {
  if (fragment === '#') return [];
  if (!fragment.startsWith('#/')) return null;
  let decoded: string;
  try {
    decoded = decodeURIComponent(fragment.slice(2));
  } catch {
    return null;
  }
  return decoded.split('/').map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
