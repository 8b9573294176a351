import { parseUrl } from '@app/net';
import { isLoopbackRedirect } from '../registration/redirect-uri-fault';

/** @returns where a person is sent back to: a host, or of a link into an app its scheme with colon */
export function redirectTargetOf(uri: string): { host: string; isLoopback: boolean } {
  const url = parseUrl(uri);
  if (!url) return { host: 'unknown', isLoopback: false };
  const { protocol, host } = url;
  const isWeb = protocol === 'https:' || protocol === 'http:';
  return { host: isWeb ? host : protocol, isLoopback: isWeb && isLoopbackRedirect(uri) };
}
