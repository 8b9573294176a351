import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { registered, signInAndConnect } from './support/connect';

jest.setTimeout(180_000);

const RESOURCE = ['/.well-known/oauth-protected-resource/v1/mcp', '/.well-known/oauth-protected-resource'];
const SERVER = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'];
const SPOOFED = {
  host: 'evil.test',
  'x-forwarded-host': 'evil.test',
  'x-forwarded-proto': 'gopher',
  'x-forwarded-port': '666',
  forwarded: 'host=evil.test;proto=gopher',
};

interface RawReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A request whose Host header is chosen freely. */
function raw(url: string, method: string, headers: Record<string, string>, body = ''): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (reply) => {
      let text = '';
      reply.setEncoding('utf8');
      reply.on('data', (chunk: string) => (text += chunk));
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe.each(DATABASES)('discovery on $database', ({ embedded }) => {
  let t: TestApp;
  beforeAll(async () => (t = await createTestApp({ embedded })));
  afterAll(() => t.close());

  it.each(RESOURCE)('%s describes the one resource (RFC 9728, interop 4, 8)', async (path) => {
    const reply = await t.rest('GET', path);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(reply.body).toEqual({
      resource: `${t.url}/v1/mcp`,
      authorization_servers: [t.url],
      scopes_supported: ['mcp:read', 'mcp:write'],
      bearer_methods_supported: ['header'],
      resource_name: 'Duvo',
    });
  });

  it.each(SERVER)('%s describes the authorization server (RFC 8414, interop 5, 7, 13, 28)', async (path) => {
    const reply = await t.rest('GET', path);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      issuer: t.url,
      authorization_endpoint: `${t.url}/oauth/authorize`,
      token_endpoint: `${t.url}/oauth/token`,
      registration_endpoint: `${t.url}/oauth/register`,
      revocation_endpoint: `${t.url}/oauth/revoke`,
      jwks_uri: `${t.url}/oauth/jwks`,
      scopes_supported: ['openid', 'offline_access', 'mcp:read', 'mcp:write'],
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: [
        'none',
        'client_secret_basic',
        'client_secret_post',
        'private_key_jwt',
      ],
      authorization_response_iss_parameter_supported: true,
    });
    expect(reply.body).not.toHaveProperty('introspection_endpoint');
    expect(reply.body).not.toHaveProperty('userinfo_endpoint');
    expect(reply.body).not.toHaveProperty('dpop_signing_alg_values_supported');
  });

  it.each([
    '/.well-known/oauth-authorization-server/v1/mcp',
    '/.well-known/openid-configuration/v1/mcp',
    '/.well-known/oauth-protected-resource/v1',
    '/.well-known/oauth-protected-resource/v1/mcp/',
    '/.well-known/nothing',
    '/.well-known',
    '/v1/mcp/.well-known/openid-configuration',
  ])('%s is nothing, and says so in JSON (interop 30)', async (path) => {
    const reply = await t.rest('GET', path, { key: t.world.acme.keys.owner });
    expect(reply.status).toBe(404);
    expect(reply.headers.get('content-type')).toContain('application/json');
    expect(reply.body).toMatchObject({ error: 'not_found' });
  });

  it('is read, not written', async () => {
    const reply = await t.rest('POST', RESOURCE[0] ?? '');
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  it.each([...RESOURCE, ...SERVER, '/oauth/jwks'])('A53: %s is for pages of any origin', async (path) => {
    const origin = 'https://inspector.test';
    const reply = await fetch(`${t.url}${path}`, { headers: { origin } });
    expect(['*', origin]).toContain(reply.headers.get('access-control-allow-origin'));
    expect(reply.headers.has('access-control-allow-credentials')).toBe(false);
    const preflight = await fetch(`${t.url}${path}`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'mcp-protocol-version',
      },
    });
    expect(preflight.status).toBe(204);
    expect(['*', origin]).toContain(preflight.headers.get('access-control-allow-origin'));
    expect(preflight.headers.get('access-control-allow-headers')?.toLowerCase()).toContain(
      'mcp-protocol-version',
    );
  });

  it('A53: the token endpoint is for pages of the origin that a client redirects to', async () => {
    const host = await registered(t, { redirect_uris: ['https://app.test/callback'] });
    const form = (origin: string) =>
      host.form('/oauth/token', { grant_type: 'refresh_token', refresh_token: 'x' }, { origin });
    const own = await form('https://app.test');
    expect([own.status, own.body.error]).toEqual([400, 'invalid_grant']);
    expect(own.headers.get('access-control-allow-origin')).toBe('https://app.test');
    const other = await form('https://evil.test');
    expect([other.status, other.body.error]).toEqual([400, 'invalid_request']);
    expect(other.headers.has('access-control-allow-origin')).toBe(false);
    expect(other.headers.has('access-control-allow-credentials')).toBe(false);
  });

  it.each([...RESOURCE, ...SERVER])('A49: %s knows no host but its own', async (path) => {
    const reply = await raw(`${t.url}${path}`, 'GET', SPOOFED);
    expect(reply.status).toBe(200);
    expect(reply.text).toContain(t.url);
    expect(JSON.stringify(reply)).not.toMatch(/evil|gopher|:666/);
  });

  it('A49: nor do a registration, an authorization, an error and a 401', async () => {
    const host = await registered(t);
    const metadata = JSON.stringify({ redirect_uris: ['https://host.test/cb'] });
    const json = { 'content-type': 'application/json', 'content-length': String(metadata.length) };
    const { url } = host.attempt();
    const replies = [
      await raw(`${t.url}/oauth/register`, 'POST', { ...SPOOFED, ...json }, metadata),
      await raw(url.href, 'GET', SPOOFED),
      await raw(`${url.href}&client_id=twice`, 'GET', SPOOFED),
      await raw(`${t.url}/v1/profile`, 'GET', SPOOFED),
    ];
    expect(replies.map(({ status }) => status)).toEqual([201, 303, 400, 401]);
    for (const reply of replies) expect(JSON.stringify(reply)).not.toMatch(/evil|gopher|:666/);
    expect(replies[0]?.text).toContain(`${t.url}/oauth/register/`);
    expect(replies[3]?.headers['www-authenticate']).toContain(`resource_metadata="${t.url}/.well-known/`);
  });

  it('A64: the key set has public members alone', async () => {
    const { body } = await t.rest('GET', '/oauth/jwks');
    expect(body.keys.map(({ alg }: { alg: string }) => alg).sort()).toEqual(['ES256', 'RS256']);
    for (const key of body.keys) {
      expect(Object.keys(key).sort()).toEqual(
        key.kty === 'EC'
          ? ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']
          : ['alg', 'e', 'kid', 'kty', 'n', 'use'],
      );
    }
  });
});

describe('discovery behind a balancer', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await createTestApp({ env: { PUBLIC_URL: 'https://api.duvo.test' } });
  });
  afterAll(() => t.close());

  it('speaks of the public URL alone, whatever arrives', async () => {
    for (const headers of [{}, SPOOFED]) {
      for (const path of [...RESOURCE, ...SERVER]) {
        const { text } = await raw(`${t.url}${path}`, 'GET', headers);
        expect(text).toContain('https://api.duvo.test');
        expect(text).not.toContain('127.0.0.1');
      }
    }
  });

  it('A57: sets cookies that no other host can plant', async () => {
    const host = await registered(t);
    const { url } = host.attempt({ resource: 'https://api.duvo.test/v1/mcp' });
    const reply = await fetch(url, { redirect: 'manual' });
    const cookies = reply.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(2);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^(__Host-|__Secure-)duvo_/);
      expect(cookie.toLowerCase()).toMatch(/; secure/);
      expect(cookie.toLowerCase()).toMatch(/; httponly/);
      expect(cookie.toLowerCase()).toMatch(/; samesite=lax/);
      if (cookie.startsWith('__Host-')) expect(cookie.toLowerCase()).toMatch(/; path=\/;/);
    }
  });
});

describe('with an external authorization server', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await createTestApp({
      env: { AUTH_AS_MODE: 'external', EXTERNAL_AS_ISSUER: 'https://login.example.com/tenant/' },
    });
  });
  afterAll(() => t.close());

  it('the resource names it, byte for byte', async () => {
    for (const path of RESOURCE) {
      const { body } = await t.rest('GET', path);
      expect(body.authorization_servers).toEqual(['https://login.example.com/tenant/']);
    }
  });

  it.each([
    ...SERVER,
    '/oauth/authorize',
    '/oauth/token',
    '/oauth/register',
    '/oauth/jwks',
    '/oauth/interaction/x',
    '/authorize',
  ])('%s is not here', async (path) => {
    for (const method of ['GET', 'POST']) {
      const reply = await t.rest(method, path);
      expect([reply.status, reply.body?.error]).toEqual([404, 'not_found']);
    }
  });

  it('API keys go on working', async () => {
    const reply = await t.rest('GET', '/v1/profile', { key: t.world.acme.keys.owner });
    expect(reply.status).toBe(200);
  });
});

describe('with introspection', () => {
  let t: TestApp;
  beforeAll(async () => (t = await createTestApp({ env: { OAUTH_INTROSPECTION: 'on' } })));
  afterAll(() => t.close());

  it('is in the metadata, and tells a client about its own tokens alone', async () => {
    const { body } = await t.rest('GET', '/.well-known/oauth-authorization-server');
    expect(body.introspection_endpoint).toBe(`${t.url}/oauth/introspect`);
    const client = { token_endpoint_auth_method: 'client_secret_post' };
    const { host, accessToken } = await signInAndConnect(t, { client });
    const own = await host.form('/oauth/introspect', { token: accessToken });
    expect(own.body).toMatchObject({ active: true, aud: `${t.url}/v1/mcp`, client_id: host.clientId });
    const other = await registered(t, client);
    expect((await other.form('/oauth/introspect', { token: accessToken })).body).toEqual({ active: false });
  });
});
