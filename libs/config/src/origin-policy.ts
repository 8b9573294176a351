import { parseUrl } from '@app/net';
import type { Config } from './load-config';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

interface KnownNames {
  readonly hosts: ReadonlySet<string>;
  readonly origins: ReadonlySet<string>;
  /** Whether the server is reached under a loopback name: then all of them are its own. */
  readonly loopback: boolean;
}

const known = new WeakMap<Config, KnownNames>();

/**
 * Whether a Host header names this server. Against DNS rebinding: a page that points its own name at our
 * address still sends that name (https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning).
 *
 * @param host raw Host header; the port does not matter
 */
export function isAllowedHost(config: Config, host: string | undefined): boolean {
  const name = nameOf(host ?? '');
  const { hosts, loopback } = namesOf(config);
  return hosts.has(name) || (loopback && LOOPBACK.has(name));
}

/**
 * Whether a web page of this origin may call the API. On a loopback installation pages of this machine may.
 */
export function isAllowedOrigin(config: Config, origin: string): boolean {
  const { origins, loopback } = namesOf(config);
  if (origins.has(origin)) return true;
  return loopback && LOOPBACK.has(parseUrl(origin)?.hostname ?? '');
}

function namesOf(config: Config): KnownNames {
  const found = known.get(config);
  if (found) return found;
  const own = new URL(config.publicUrl).hostname;
  const made = {
    hosts: new Set([own, ...config.allowedHosts.map(nameOf)]),
    origins: new Set([config.publicUrl, ...config.allowedOrigins]),
    loopback: LOOPBACK.has(own),
  };
  known.set(config, made);
  return made;
}

/** Host name of `name`, `name:port` or `[address]:port`, in lower case; empty if it is none of these. */
function nameOf(host: string): string {
  return /^(\[[0-9a-f:.]+\]|[^:/?#@\s]+)(:\d{1,5})?$/i.exec(host)?.[1]?.toLowerCase() ?? '';
}
