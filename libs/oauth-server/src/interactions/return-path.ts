import { parseUrl } from '@app/net';

/** Longest path that is followed, in characters. */
const MAX_LENGTH = 2000;

/**
 * Where a person may be sent afterwards: to a path of ours and nowhere else, however a browser would read it.
 *
 * @param value what the request says
 * @returns the path, or `undefined` if it is none, or could lead away
 */
export function returnPathOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return undefined;
  // Browsers drop tabs and line breaks, and read a backslash as a slash (https://url.spec.whatwg.org).
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(value)) return undefined;
  const base = 'https://duvo.invalid';
  const url = parseUrl(value, base);
  if (!url) return undefined;
  const { origin, pathname, search, hash } = url;
  // `/.//evil.example` is a path that becomes `//evil.example` once its dots are resolved.
  return origin === base && !pathname.startsWith('//') ? pathname + search + hash : undefined;
}
