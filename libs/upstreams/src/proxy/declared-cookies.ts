/** Cookies of this product, which say who the caller is here. */
const OURS = /^(?:__host-|__secure-)?duvo[_-]/i;

/**
 * @param header value of Cookie
 * @param names that the operation declares
 * @returns the header with these alone; empty if there is none of them
 */
export function declaredCookies(header: string | undefined, names: readonly string[]): string {
  if (header === undefined || names.length === 0) return '';
  const pairs = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => {
      const [name = ''] = pair.split('=');
      return names.includes(name) && !OURS.test(name);
    });
  return pairs.join('; ');
}
