import type { Config } from './load-config';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a Host header names this server. Against DNS rebinding: a page that points its own name at our
 * address still sends that name (https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning).
 *
 * @param host raw Host header; the port does not matter
 */
export function isAllowedHost(config: Config, host: string | undefined): boolean {
  const name = hostnameOf(`http://${host ?? ''}`);
  if (name === undefined) return false;
  const own = new URL(config.publicUrl).hostname;
  if (name === own || config.allowedHosts.some((allowed) => hostnameOf(`http://${allowed}`) === name))
    return true;
  return LOOPBACK.has(own) && LOOPBACK.has(name);
}

/**
 * Whether a web page of this origin may call the API. On a loopback installation pages of this machine may.
 */
export function isAllowedOrigin(config: Config, origin: string): boolean {
  if (origin === config.publicUrl || config.allowedOrigins.includes(origin)) return true;
  const name = hostnameOf(origin);
  return name !== undefined && LOOPBACK.has(new URL(config.publicUrl).hostname) && LOOPBACK.has(name);
}

function hostnameOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
