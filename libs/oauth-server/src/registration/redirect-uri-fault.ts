import { parseUrl } from '@app/net';

/** Schemes that run something, or read something, where a browser is sent to them. */
const FORBIDDEN: ReadonlySet<string> = new Set([
  'javascript:',
  'data:',
  'vbscript:',
  'file:',
  'blob:',
  'about:',
  'filesystem:',
  'view-source:',
  'ws:',
  'wss:',
  'ftp:',
  'mailto:',
]);
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
const MAX_LENGTH = 2000;

/**
 * What redirect URIs of clients that register themselves may be, beyond what the library checks: https anywhere,
 * http on this machine (https://www.rfc-editor.org/rfc/rfc8252#section-7.3), and schemes of apps.
 *
 * @returns what is wrong with it, fit to follow "redirect_uris must"; `undefined` if nothing is
 */
export function redirectUriFault(uri: string): string | undefined {
  if (uri.length > MAX_LENGTH) return `have at most ${MAX_LENGTH} characters`;
  // A parser drops or turns these, so that what is compared would not be what was checked.
  if (/[\s\\\p{Cc}]/u.test(uri)) return 'not contain spaces, control characters or backslashes';
  const url = parseUrl(uri);
  if (!url) return 'be absolute URLs';
  const { protocol, hostname, username, password } = url;
  if (FORBIDDEN.has(protocol)) return `not use the scheme ${protocol.slice(0, -1)}`;
  if (username !== '' || password !== '') return 'not contain user names or passwords';
  if (uri.includes('#')) return 'not contain fragments';
  if (protocol === 'http:' && !LOOPBACK.has(hostname))
    return 'use https; http is for localhost, 127.0.0.1 and [::1]';
  return undefined;
}

/** @returns whether only a program on the person's machine can receive it */
export function isNativeRedirect(uri: string): boolean {
  return !uri.toLowerCase().startsWith('https:');
}

/** @returns whether any program on the person's machine could be listening there */
export function isLoopbackRedirect(uri: string): boolean {
  return LOOPBACK.has(parseUrl(uri)?.hostname ?? '');
}
