import { connect } from 'node:net';
import { sql } from 'drizzle-orm';
import { OAuthHousekeeping } from '../../libs/oauth-server/src/artifacts/housekeeping.service';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { registered, signInAndConnect } from './support/connect';
import { Host, PUBLIC_CLIENT, replyOf } from './support/host';
import type { Reply } from './support/host';

jest.setTimeout(180_000);

const URIS = PUBLIC_CLIENT.redirect_uris;

describe.each(DATABASES)('registration of clients on $database', ({ embedded }) => {
  let t: TestApp;
  beforeAll(async () => (t = await createTestApp({ embedded })));
  afterAll(() => t.close());

  const register = (metadata: Record<string, unknown>): Promise<Reply> => new Host(t.url).register(metadata);
  const registerRaw = (body: string, type = 'application/json'): Promise<Reply> =>
    new Host(t.url).post('/oauth/register', body, { 'content-type': type });
  const manage = async (method: string, uri: string, token: string): Promise<Reply> =>
    replyOf(await fetch(uri, { method, headers: { authorization: `Bearer ${token}` } }));

  it('gives a public client what hosts look for, and nothing empty (interop 21)', async () => {
    const { status, body, headers } = await register({ ...PUBLIC_CLIENT, scope: 'mcp:read mcp:write' });
    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({
      ...PUBLIC_CLIENT,
      client_id: expect.stringMatching(/^[\w-]{43}$/),
      client_id_issued_at: expect.any(Number),
      registration_client_uri: `${t.url}/oauth/register/${body.client_id}`,
      registration_access_token: expect.any(String),
    });
    expect(body).not.toHaveProperty('client_secret');
    expect(Object.values(body)).not.toContain(null);
  });

  it('gives a confidential client a secret that does not expire', async () => {
    const { body } = await register({ redirect_uris: ['https://host.test/cb'] });
    expect(body).toMatchObject({
      token_endpoint_auth_method: 'client_secret_basic',
      client_secret: expect.stringMatching(/^[\w-]{86}$/),
      client_secret_expires_at: 0,
      grant_types: ['authorization_code', 'refresh_token'],
    });
  });

  it.each([
    [
      'Cursor (interop 15)',
      [
        'cursor://anysphere.cursor-mcp/oauth/callback',
        'https://www.cursor.com/agents/mcp/oauth/callback',
        'http://localhost:8787/callback',
      ],
    ],
    [
      'VS Code (interop 16)',
      [
        'https://vscode.dev/redirect',
        'https://insiders.vscode.dev/redirect',
        'http://127.0.0.1/',
        'http://127.0.0.1:33418/',
      ],
    ],
    ['Claude', ['https://claude.ai/api/mcp/auth_callback', 'https://claude.com/api/mcp/auth_callback']],
    [
      'ChatGPT (interop 23)',
      ['https://chatgpt.com/connector_platform_oauth_redirect', 'https://chatgpt.com/connector/oauth/a1b2'],
    ],
  ])('takes the redirect URIs of %s', async (_, uris) => {
    const { status, body } = await register({
      ...PUBLIC_CLIENT,
      redirect_uris: uris,
      application_type: 'web',
    });
    expect([status, body.redirect_uris]).toEqual([201, uris]);
  });

  it.each([
    ['software_id', '\u0000', 201],
    ['software_version', { a: 1 }, 201],
    ['software_id', 'x'.repeat(40_000), 201],
    ['contacts', ['a\u0000b'], 400],
    ['client_uri', '\ud800', 400],
  ])('stores nothing odd: %s', async (name, value, status) => {
    expect((await register({ ...PUBLIC_CLIENT, [name]: value })).status).toBe(status);
  });

  it('takes what hosts send besides (interop 2, 3, 5, 17)', async () => {
    const metadata = {
      ...PUBLIC_CLIENT,
      client_uri: '',
      logo_uri: null,
      scope: 'mcp:read repo',
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      response_types: ['code', 'token'],
      software_id: 'x',
      something_new: { a: [1] },
    };
    const [one, two] = [await register(metadata), await register(metadata)];
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(two.body.client_id).not.toBe(one.body.client_id);
    expect(one.body.grant_types).toEqual(['authorization_code', 'refresh_token']);
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,<script>',
    'https://user:password@host.test/cb',
    'https://host.test/cb#fragment',
    '/relative',
    'host.test/cb',
    'http://host.test/cb',
    'http://127.0.0.1.evil.test/cb',
    7,
  ])('A31: refuses the redirect URI %s', async (uri) => {
    for (const application_type of ['web', 'native']) {
      const { status, body } = await register({ ...PUBLIC_CLIENT, redirect_uris: [uri], application_type });
      expect([status, body.error]).toEqual([400, 'invalid_redirect_uri']);
    }
  });

  it('A31: refuses registrations without one', async () => {
    for (const redirect_uris of [undefined, [], 'https://host.test']) {
      const { status, body } = await register({ ...PUBLIC_CLIENT, redirect_uris });
      expect([status, /^invalid_(redirect_uri|client_metadata)$/.test(body.error)]).toEqual([400, true]);
    }
  });

  it('A32: chooses ids and secrets itself', async () => {
    const own = {
      client_id: 'admin',
      client_secret: 'known',
      registration_access_token: 'known',
      registration_client_uri: 'https://evil.test',
      client_id_issued_at: 1,
    };
    for (const token_endpoint_auth_method of ['none', 'client_secret_post']) {
      const { status, body } = await register({ ...PUBLIC_CLIENT, ...own, token_endpoint_auth_method });
      expect(status).toBe(201);
      for (const [name, value] of Object.entries(own)) expect([name, body[name]]).not.toEqual([name, value]);
    }
  });

  it('A33: refuses a logo that is a script, and keeps a name as text', async () => {
    for (const name of ['logo_uri', 'client_uri', 'policy_uri', 'tos_uri']) {
      expect((await register({ ...PUBLIC_CLIENT, [name]: 'javascript:alert(1)' })).status).toBe(400);
    }
    const { body } = await register({ ...PUBLIC_CLIENT, client_name: '<script>alert(1)</script>' });
    expect(body.client_name).toBe('<script>alert(1)</script>');
  });

  it('A34: fetches nothing for a registration, and nothing from the inside later', async () => {
    const sector = await register({ ...PUBLIC_CLIENT, sector_identifier_uri: 'https://127.0.0.1/x' });
    expect(sector).toMatchObject({ status: 400, body: { error: 'invalid_client_metadata' } });
    const host = await registered(t, {
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: `${t.url.replace('http:', 'https:')}/oauth/jwks`,
    });
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = {
      iss: host.clientId,
      sub: host.clientId,
      aud: t.url,
      jti: 'j',
      exp: Date.now() / 1000 + 60,
    };
    const before = t.logs.length;
    const reply = await host.form('/oauth/token', {
      grant_type: 'refresh_token',
      refresh_token: 'x',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: `${part({ alg: 'ES256', kid: 'k' })}.${part(claims)}.c2ln`,
    });
    expect(reply).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    const seen = t.logs.slice(before).filter(({ msg }) => msg === 'request');
    expect(seen).toHaveLength(1);
  });

  describe('A35: refuses', () => {
    it.each([
      ['JSON that is cut off', '{"redirect_uris":', 'application/json', 400],
      ['a list', '[]', 'application/json', 400],
      ['a text', '"x"', 'application/json', 400],
      ['null', 'null', 'application/json', 400],
      ['nothing', '', 'application/json', 400],
      ['a form', 'redirect_uris=https://host.test/cb', 'application/x-www-form-urlencoded', 400],
      ['60 KB', JSON.stringify({ ...PUBLIC_CLIENT, x: 'y'.repeat(60_000) }), 'application/json', 413],
    ])('%s', async (_, body, type, status) => {
      const reply = await registerRaw(body, type);
      expect([reply.status, typeof reply.body.error]).toEqual([status, 'string']);
    });
  });

  describe('A68: stands', () => {
    it('keys that change objects', async () => {
      const body = JSON.stringify(PUBLIC_CLIENT).replace('{', '{"__proto__":{"client_secret":"x"},');
      expect((await registerRaw(body)).status).toBe(400);
      const nested = JSON.stringify(PUBLIC_CLIENT).replace('{', '{"jwks":{"keys":[{"__proto__":{}}]},');
      expect((await registerRaw(nested)).status).toBe(400);
    });

    it.each([
      ['lists', `{"contacts":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
      ['objects', `{"jwks":${'{"a":'.repeat(8000)}1${'}'.repeat(8000)}}`],
    ])('deep %s', async (_, body) => {
      expect((await registerRaw(body)).status).toBe(400);
    });

    it.each(['/oauth/register', '/oauth/token', '/oauth/revoke', '/oauth/par'])(
      '50 MB at %s, of which it reads little',
      async (path) => {
        const { port } = new URL(t.ownUrl);
        const answer = await new Promise<string>((resolve, reject) => {
          const socket = connect(Number(port), '127.0.0.1', () => {
            socket.write(
              `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 52428800\r\n\r\n`,
            );
          });
          socket.once('data', (data) => {
            resolve(data.toString());
            socket.destroy();
          });
          socket.once('error', reject);
        });
        expect(answer).toMatch(/^HTTP\/1\.1 413 /);
        expect(answer.toLowerCase()).toContain('connection: close');
      },
    );

    it('a body without an end, in pieces', async () => {
      const stream = new ReadableStream({
        start(controller) {
          for (let piece = 0; piece < 70; piece += 1) controller.enqueue(new Uint8Array(1024).fill(120));
          controller.close();
        },
      });
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: stream,
        duplex: 'half',
      };
      const reply = await fetch(`${t.url}/oauth/register`, init as RequestInit);
      expect(reply.status).toBe(413);
    });
  });

  describe('management (RFC 7592)', () => {
    it('reads and changes a client with its own token, which then is another', async () => {
      const { body } = await register(PUBLIC_CLIENT);
      const read = await manage('GET', body.registration_client_uri, body.registration_access_token);
      expect(read).toMatchObject({ status: 200, body: { client_id: body.client_id } });
      const change = { ...PUBLIC_CLIENT, client_id: body.client_id, client_name: 'Renamed' };
      const changed = await replyOf(
        await fetch(body.registration_client_uri, {
          method: 'PUT',
          headers: {
            authorization: `Bearer ${body.registration_access_token}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify(change),
        }),
      );
      expect(changed).toMatchObject({ status: 200, body: { client_name: 'Renamed' } });
      expect(changed.body.registration_access_token).not.toBe(body.registration_access_token);
      const again = await manage('GET', body.registration_client_uri, body.registration_access_token);
      expect(again.status).toBe(401);
    });

    it.each(['GET', 'DELETE'])('A38: %s of another client costs the token that was tried', async (method) => {
      const { body: own } = await register(PUBLIC_CLIENT);
      const { body: other } = await register(PUBLIC_CLIENT);
      const tried = await manage(method, other.registration_client_uri, own.registration_access_token);
      expect(tried).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
      const after = await manage('GET', own.registration_client_uri, own.registration_access_token);
      expect(after.status).toBe(401);
      const theirs = await manage('GET', other.registration_client_uri, other.registration_access_token);
      expect(theirs.status).toBe(200);
    });

    it('A38: deleting a client ends what was issued to it', async () => {
      const { host, accessToken, refreshToken } = await signInAndConnect(t);
      expect((await host.call(accessToken)).status).toBe(200);
      const uri = `${t.url}/oauth/register/${host.clientId}`;
      expect((await manage('DELETE', uri, host.registrationToken)).status).toBe(204);
      expect((await host.call(accessToken)).status).toBe(401);
      expect(await host.refresh(refreshToken)).toMatchObject({
        status: 401,
        body: { error: 'invalid_client' },
      });
    });
  });

  it('A53: may be asked by pages of any origin', async () => {
    const preflight = await fetch(`${t.url}/oauth/register`, {
      method: 'OPTIONS',
      headers: { origin: 'https://inspector.test', 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Content-Type');
    expect(preflight.headers.has('access-control-allow-credentials')).toBe(false);
    const reply = await new Host(t.url).post('/oauth/register', JSON.stringify(PUBLIC_CLIENT), {
      'content-type': 'application/json',
      origin: 'https://inspector.test',
    });
    expect([reply.status, reply.headers.get('access-control-allow-origin')]).toEqual([201, '*']);
  });

  it('serves the address that old clients make up (interop 4)', async () => {
    const reply = await new Host(t.url).post('/register', JSON.stringify({ redirect_uris: URIS }), {
      'content-type': 'application/json',
    });
    expect(reply.status).toBe(201);
    expect(reply.body.registration_client_uri).toBe(`${t.url}/oauth/register/${reply.body.client_id}`);
  });

  it('forgets clients that nobody approved within a week, and keeps the others (interop 11, 20)', async () => {
    const { host: used, accessToken } = await signInAndConnect(t);
    const [unused, young] = [await registered(t), await registered(t)];
    await t.database.handle.execute(
      sql`update oauth_registrations set created_at = now() - interval '8 days' where client_id in (${used.clientId}, ${unused.clientId})`,
    );
    await t.get(OAuthHousekeeping).sweep();
    expect((await unused.refresh('x')).body.error).toBe('invalid_client');
    expect((await young.refresh('x')).body.error).toBe('invalid_grant');
    expect((await used.refresh('x')).body.error).toBe('invalid_grant');
    expect((await used.call(accessToken)).status).toBe(200);
  });
});

describe.each(DATABASES)('limits of registration on $database', ({ embedded }) => {
  let t: TestApp;
  beforeAll(async () => {
    const env = { RATE_LIMITS: 'client_registration=10/60', OAUTH_UNUSED_CLIENTS_PER_ADDRESS: '3' };
    t = await createTestApp({ embedded, env });
  });
  afterAll(() => t.close());

  it('A36: a flood is refused with the time to wait, and keeps little', async () => {
    const replies = await Promise.all(Array.from({ length: 40 }, () => new Host(t.url).register()));
    const made = replies.filter(({ status }) => status === 201);
    const refused = replies.filter(({ status }) => status === 429);
    expect(made.length + refused.length).toBe(40);
    expect(made.length).toBeLessThanOrEqual(10);
    for (const { headers, body } of refused) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(body.error).toBe('too_many_requests');
    }
  });
});

describe('the cap on clients that nobody has approved', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await createTestApp({ env: { OAUTH_UNUSED_CLIENTS_PER_ADDRESS: '3' } });
  });
  afterAll(() => t.close());

  it('A36: holds for an address, and an approval makes room (interop 20)', async () => {
    const hosts = [await registered(t), await registered(t), await registered(t)];
    const refused = await new Host(t.url).register();
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
    await signInAndConnect(t, { host: hosts[0] as Host });
    expect((await new Host(t.url).register()).status).toBe(201);
    expect((await new Host(t.url).register()).status).toBe(429);
  });

  it('A36: gives way to a new client where the oldest has waited for an hour, and an approved one stays', async () => {
    await t.database.handle.execute(sql`delete from oauth_registrations`);
    const approved = await signInAndConnect(t);
    const oldest = await registered(t);
    const next = await registered(t);
    await registered(t);
    await t.database.handle.execute(
      sql`update oauth_registrations set created_at = now() - interval '61 minutes' where client_id in (${oldest.clientId}, ${approved.clientId})`,
    );
    expect((await new Host(t.url).register()).status).toBe(201);
    expect((await oldest.refresh('x')).body.error).toBe('invalid_client');
    expect((await next.refresh('x')).body.error).toBe('invalid_grant');
    expect((await approved.host.refresh(approved.refreshToken)).status).toBe(200);
    expect((await new Host(t.url).register()).status).toBe(429);
  });
});

describe('without dynamic registration', () => {
  let t: TestApp;
  beforeAll(async () => (t = await createTestApp({ env: { OAUTH_DYNAMIC_REGISTRATION: 'off' } })));
  afterAll(() => t.close());

  it('there is no endpoint, and the metadata names none', async () => {
    const metadata = await t.rest('GET', '/.well-known/oauth-authorization-server');
    expect(metadata.body).not.toHaveProperty('registration_endpoint');
    expect((await new Host(t.url).register()).status).toBe(404);
  });
});
