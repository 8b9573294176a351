import type { Request } from 'express';

/**
 * Whether the browser says that a page of ours sent the request.
 *
 * - `Sec-Fetch-Site` cannot be set by a page: https://www.w3.org/TR/fetch-metadata/. `none` is the address bar.
 * - Older browsers send `Origin` with every POST. A request with neither does not come from a browser's form.
 *
 * @param publicUrl origin of the server, never taken from the request
 */
export function isSameOrigin(request: Request, publicUrl: string): boolean {
  const { origin } = request.headers;
  if (origin !== undefined && origin !== publicUrl) return false;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return origin === publicUrl;
}
