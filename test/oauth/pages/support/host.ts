import { createHash, randomBytes } from 'node:crypto';

/** What a host is told when it registers itself, and what it then asks for. */
export interface Host {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly verifier: string;
}

/** Registers a host as hosts do (RFC 7591). */
export async function registerHost(
  origin: string,
  { name = 'Claude', redirectUri = 'https://claude.ai/api/mcp/auth_callback' } = {},
): Promise<Host> {
  const reply = await fetch(`${origin}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: name,
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    }),
  });
  const { client_id: clientId } = (await reply.json()) as { client_id?: string };
  if (clientId === undefined) throw new Error(`Not registered: ${reply.status}`);
  return { clientId, redirectUri, verifier: randomBytes(32).toString('base64url') };
}

/** @returns the address that a host opens in the browser */
export function authorizeUrl(
  origin: string,
  host: Host,
  changes: Readonly<Record<string, string>> = {},
): URL {
  const url = new URL('/oauth/authorize', origin);
  url.search = new URLSearchParams({
    client_id: host.clientId,
    redirect_uri: host.redirectUri,
    response_type: 'code',
    scope: 'mcp:read mcp:write',
    state: 'state-of-the-host',
    resource: `${origin}/v1/mcp`,
    code_challenge: createHash('sha256').update(host.verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  }).toString();
  return url;
}

export interface Tokens {
  readonly access_token: string;
  readonly scope: string;
}

/** Redeems the code of a callback. @param callback the address to which the browser was sent */
export async function redeem(origin: string, host: Host, callback: string): Promise<Tokens> {
  const reply = await fetch(`${origin}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: new URL(callback).searchParams.get('code') ?? '',
      redirect_uri: host.redirectUri,
      client_id: host.clientId,
      code_verifier: host.verifier,
      resource: `${origin}/v1/mcp`,
    }),
  });
  if (reply.status !== 200) throw new Error(`No tokens: ${reply.status} ${await reply.text()}`);
  return (await reply.json()) as Tokens;
}
