import { parseUrl } from '@app/net';

/**
 * Hosts spell the resource in their own ways: with a slash at the end, without the path, in upper case. Those are
 * taken for ours; everything else stays as it came, so that the library refuses it.
 *
 * @param value of the parameter `resource`
 * @param resource our identifier
 */
export function normaliseResource(value: string, resource: string): string {
  if (value === resource) return resource;
  const given = parseUrl(value);
  if (!given || value.includes('#') || value.includes('?')) return value;
  const ours = new URL(resource);
  const path = given.pathname.replace(/\/+$/, '').toLowerCase();
  const isOurs =
    given.origin === ours.origin &&
    given.username === '' &&
    given.password === '' &&
    (path === '' || path === ours.pathname);
  return isOurs ? resource : value;
}
