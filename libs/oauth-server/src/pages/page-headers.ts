import type { ServerResponse } from 'node:http';
import { STYLESHEET_HASH } from './stylesheet';

/**
 * - No script, no frame, nothing from elsewhere; the one stylesheet by its hash.
 * - `form-action 'self'`: Chromium holds every redirect that follows a form against it, so no form of ours may
 *   lead to a client's redirect URI by redirects alone; see `continue.page.ts`.
 * - `Referrer-Policy`: `no-referrer` would make browsers send `Origin: null` with our own forms
 *   (https://fetch.spec.whatwg.org/#append-a-request-origin-header). Other sites get no referrer from either.
 * - `Cross-Origin-Opener-Policy`: hosts in the browser open us in a window of theirs and wait there for the
 *   callback to speak to its opener. Any other policy, on any page on the way, cuts that tie.
 */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src ${STYLESHEET_HASH}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'unsafe-none',
};

/** Sets what every page is sent with. `isLast`: nothing on the page comes back to us, so it needs no origin. */
export function setPageHeaders(response: ServerResponse, isLast = false): void {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
  if (isLast) response.setHeader('referrer-policy', 'no-referrer');
}
