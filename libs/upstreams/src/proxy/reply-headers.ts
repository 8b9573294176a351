import type { IncomingHttpHeaders } from 'node:http';
import { parseUrl } from '@app/net';
import { mountOf } from '../document/mount-document';
import type { LiveUpstream } from '../routes/served-operation';
import type { Redactor } from './redactor';

/** What says something about the content. Cookies, challenges and the rest concern a connection that is not the caller's. */
const PASSED: ReadonlySet<string> = new Set([
  'content-type',
  'content-disposition',
  'content-language',
  'etag',
  'last-modified',
  'retry-after',
]);
const PAGING = /^x-(?:total|page|per-page|next|prev|pagination)[a-z-]*$/;

/** Marks a reply as that of an upstream: errors without it are ours. */
export const UPSTREAM_HEADER = 'x-upstream';

/** @returns headers of our reply, lower-case names */
export function replyHeaders(
  given: IncomingHttpHeaders,
  { settings }: LiveUpstream,
  redactor: Redactor,
): Record<string, string> {
  const headers: Record<string, string> = {
    [UPSTREAM_HEADER]: settings.name,
    'cache-control': 'private, no-store',
    // It is shown under our origin: nothing in it may run there.
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  };
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || !(PASSED.has(name) || PAGING.test(name))) continue;
    const text = redactor.text(typeof value === 'string' ? value : value.join(', '));
    if (/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(text)) headers[name] = text;
  }
  const location = given.location === undefined ? undefined : ourLocation(given.location, settings);
  if (location !== undefined) headers.location = redactor.text(location);
  return headers;
}

/** @returns where we serve what the upstream points to; nothing for another place, whose name is nobody's business */
function ourLocation(location: string, { baseUrl, name }: LiveUpstream['settings']): string | undefined {
  const base = new URL(baseUrl);
  const root = base.pathname.replace(/\/+$/, '');
  const target = parseUrl(location, baseUrl);
  if (target?.origin !== base.origin || !target.pathname.startsWith(`${root}/`)) return undefined;
  return `${mountOf(name)}${target.pathname.slice(root.length)}${target.search}`;
}
