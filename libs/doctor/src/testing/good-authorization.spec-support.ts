import type { Answer, Asked } from './http-stub.spec-support';

const refused = (status: number, error: string): Answer => ({
  status,
  headers: { 'cache-control': 'no-store' },
  body: { error, error_description: `because of ${error}` },
});

const page = (status: number, text: string): Answer => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-frame-options': 'DENY',
  },
  body: `<!doctype html><title>${text}</title>`,
});

const goOn = (location: string, headers: Record<string, string> = {}): Answer => ({
  status: 303,
  headers: { location, ...headers },
});

const metadata = (origin: string): object => ({
  issuer: origin,
  authorization_endpoint: `${origin}/oauth/authorize`,
  token_endpoint: `${origin}/oauth/token`,
  registration_endpoint: `${origin}/oauth/register`,
  revocation_endpoint: `${origin}/oauth/revoke`,
  jwks_uri: `${origin}/oauth/jwks`,
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['none', 'client_secret_post', 'client_secret_basic'],
  client_id_metadata_document_supported: true,
  authorization_response_iss_parameter_supported: true,
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  scopes_supported: ['mcp:read', 'mcp:write', 'offline_access'],
});

const safe = (uri: string): boolean =>
  /^(https:|http:\/\/(localhost|127\.0\.0\.1)[:/]|[a-z]+:\/\/)/.test(uri) &&
  !/^http:\/\/(?!localhost|127)/.test(uri);

function register({ json, origin }: Asked, clients: Map<string, any>, id: () => string): Answer {
  if (!json.redirect_uris.every(safe)) return refused(400, 'invalid_redirect_uri');
  const client = {
    ...json,
    client_id: id(),
    registration_access_token: id(),
    ...(json.token_endpoint_auth_method !== 'none' && { client_secret: id(), client_secret_expires_at: 0 }),
  };
  client.registration_client_uri = `${origin}/oauth/register/${client.client_id}`;
  clients.set(client.client_id, client);
  return { status: 201, headers: { 'cache-control': 'no-store' }, body: client };
}

/** Ports of loopback callbacks do not count. */
const comparable = (uri: string): string => uri.replace(/^(http:\/\/(?:localhost|127\.0\.0\.1)):\d+/, '$1');

function authorize({ query, origin }: Asked, clients: Map<string, any>): Answer {
  const client = clients.get(query.get('client_id')!);
  const redirectUri = query.get('redirect_uri')!;
  const isDocument = /^https:/.test(query.get('client_id')!);
  if (!client && !isDocument) return page(400, 'unknown client');
  const allowed = isDocument || client.redirect_uris.map(comparable).includes(comparable(redirectUri));
  if (!allowed) return page(400, 'unknown callback');
  if (!query.get('code_challenge') || query.get('code_challenge_method') !== 'S256') {
    return goOn(`${redirectUri}?error=invalid_request&iss=${encodeURIComponent(origin)}`);
  }
  return goOn(`${origin}/oauth/interaction/one`, { 'set-cookie': 'interaction=one; HttpOnly; Path=/oauth' });
}

/** @returns the answer of an authorization server that does everything right, or undefined for other paths */
export function authorizationServer(
  asked: Asked,
  clients: Map<string, any>,
  id: () => string,
): Answer | undefined {
  const { method, path, headers, origin } = asked;
  if (path === '/.well-known/oauth-authorization-server' || path === '/.well-known/openid-configuration') {
    return { status: 200, headers: { 'access-control-allow-origin': '*' }, body: metadata(origin) };
  }
  if (method === 'OPTIONS' && (path === '/oauth/register' || path === '/oauth/token')) {
    return {
      status: 204,
      headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'Content-Type' },
    };
  }
  if (path === '/oauth/register' && method === 'POST') return register(asked, clients, id);
  if (path.startsWith('/oauth/register/') && method === 'DELETE') {
    const client = clients.get(path.split('/').at(-1)!);
    if (headers.authorization !== `Bearer ${client?.registration_access_token}`)
      return refused(401, 'invalid_token');
    clients.delete(client.client_id);
    return { status: 204, headers: {} };
  }
  if (path === '/oauth/authorize') return authorize(asked, clients);
  if (path === '/oauth/interaction/one') {
    return headers.cookie?.includes('interaction=one') ? page(200, 'Sign in') : page(400, 'no cookie');
  }
  if (path === '/oauth/token' && method === 'POST') return refused(401, 'invalid_client');
  if (path === '/oauth/revoke' && method === 'POST') return refused(401, 'invalid_client');
  return undefined;
}
