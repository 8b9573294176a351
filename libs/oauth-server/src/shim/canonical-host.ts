import type { IncomingMessage } from 'node:http';

/**
 * Makes a request look as if it had come to the public URL. The library builds URLs from what the request says of
 * its host, and that is chosen by whoever sends it.
 */
export function canonicalise(request: IncomingMessage, publicUrl: string): void {
  const { host, protocol } = new URL(publicUrl);
  const { headers } = request;
  headers.host = host;
  headers['x-forwarded-proto'] = protocol.slice(0, -1);
  delete headers['x-forwarded-host'];
  delete headers.forwarded;
}
