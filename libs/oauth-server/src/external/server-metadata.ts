import { parseUrl } from '@app/net';
import { KeysUnavailable } from './keys-unavailable';

const TIMEOUT_MS = 4_000;

/**
 * Where metadata may be: OpenID Connect Discovery appends to the issuer, RFC 8414 inserts before its path
 * (https://www.rfc-editor.org/rfc/rfc8414#section-3.1).
 */
export function metadataUrls(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ];
}

/**
 * @returns the address of the keys of an authorization server
 * @throws KeysUnavailable if its metadata cannot be read, or is that of another issuer
 */
export async function discoverJwksUri(issuer: string): Promise<string> {
  let problem = 'no metadata';
  for (const url of metadataUrls(issuer)) {
    const found = await read(url);
    if (typeof found === 'string') {
      problem = found;
      continue;
    }
    // https://www.rfc-editor.org/rfc/rfc8414#section-3.3: byte for byte.
    if (found.issuer !== issuer) {
      problem = `${url} is the metadata of ${JSON.stringify(found.issuer)}; EXTERNAL_AS_ISSUER has to be spelled the same, but is ${JSON.stringify(issuer)}`;
      continue;
    }
    if (typeof found.jwks_uri === 'string' && isFetchable(found.jwks_uri, issuer)) return found.jwks_uri;
    problem = `${url} names no usable jwks_uri; set EXTERNAL_JWKS_URI`;
  }
  throw new KeysUnavailable(problem);
}

/** @returns the document, or in words why there is none */
async function read(url: string): Promise<Record<string, unknown> | string> {
  try {
    const headers = { accept: 'application/json' };
    const response = await fetch(url, {
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) return `${url} answers with status ${response.status}`;
    const body: unknown = await response.json();
    if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
    return `${url} is no metadata`;
  } catch (error) {
    return `${url} cannot be read (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** Keys that came over plain http could be anybody's; only where the issuer itself is plain is that no loss. */
function isFetchable(url: string, issuer: string): boolean {
  const protocol = parseUrl(url)?.protocol;
  return protocol === 'https:' || (protocol === 'http:' && issuer.startsWith('http:'));
}
