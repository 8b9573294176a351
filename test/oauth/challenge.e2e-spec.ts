import { createHmac, createPublicKey, createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { age, keptAs } from './support/age';
import { signInAndConnect } from './support/connect';
import type { Connection } from './support/connect';

jest.setTimeout(180_000);

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe.each(DATABASES)('the protected resource on $database', ({ embedded }) => {
  let t: TestApp;
  let connection: Connection;
  beforeAll(async () => {
    t = await createTestApp({ embedded });
    connection = await signInAndConnect(t);
  });
  afterAll(() => t.close());

  const challengeFor = (error = '', scope = 'mcp:read mcp:write'): string =>
    `Bearer ${error}resource_metadata="${t.url}/.well-known/oauth-protected-resource/v1/mcp", scope="${scope}"`;

  async function get(headers: Record<string, string>, path = '/v1/profile'): Promise<Response> {
    const reply = await fetch(`${t.url}${path}`, { headers });
    await reply.arrayBuffer();
    return reply;
  }

  const bearer = (token: string): Promise<Response> => get({ authorization: `Bearer ${token}` });

  describe('A50: the challenge', () => {
    it.each(['initialize', 'server/discover', 'tools/list', 'ping'])(
      'to %s without a credential has no error, and asks for all scopes at once (interop 14)',
      async (method) => {
        const reply = await t.mcp.request(method);
        expect(reply.status).toBe(401);
        expect(reply.headers.get('www-authenticate')).toBe(challengeFor());
        expect(reply.headers.get('cache-control')).toBe('no-store');
      },
    );

    it('to a REST call is the same', async () => {
      const reply = await get({});
      expect([reply.status, reply.headers.get('www-authenticate')]).toEqual([401, challengeFor()]);
    });

    it('to a bad token says so (interop 32)', async () => {
      const reply = await bearer('x'.repeat(43));
      expect(reply.status).toBe(401);
      expect(reply.headers.get('www-authenticate')).toBe(
        challengeFor(
          'error="invalid_token", error_description="The credential is unknown, expired or revoked", ',
        ),
      );
    });
  });

  describe('A51: a token with too little scope', () => {
    let reader: Connection;
    beforeAll(async () => (reader = await signInAndConnect(t, { scopes: ['mcp:read'] })));

    it('reads, and is told what writing takes', async () => {
      const key = reader.accessToken;
      expect((await t.rest('GET', '/v1/profile', { key })).status).toBe(200);
      const refused = await t.rest('POST', '/v1/agents', { key, body: { name: 'x' } });
      expect([refused.status, refused.body.error]).toEqual([403, 'insufficient_scope']);
      const challenge = refused.headers.get('www-authenticate') ?? '';
      expect(challenge).toContain('error="insufficient_scope"');
      expect(challenge).toContain('resource_metadata=');
      expect(challenge).toMatch(/scope="[^"]*mcp:write[^"]*"/);
    });
  });

  it('A17: a token for another resource is none here', async () => {
    const { accessToken } = await signInAndConnect(t);
    expect((await bearer(accessToken)).status).toBe(200);
    const { accessToken: other } = await signInAndConnect(t);
    for (const aud of ['"https://other.test/v1/mcp"', `["${t.url}/v1/mcp", "https://other.test"]`, 'null']) {
      await t.database.handle.execute(sql`
        update oauth_artifacts set payload = jsonb_set(payload, '{aud}', ${aud}::jsonb)
        where model = 'AccessToken' and id_hash = ${keptAs(other)}`);
      expect((await bearer(other)).status).toBe(401);
    }
  });

  describe('a JWT', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const claims = (): object => ({
      iss: t.url,
      aud: `${t.url}/v1/mcp`,
      sub: t.world.acme.userIds.owner,
      scope: 'mcp:read mcp:write',
      exp: Math.floor(Date.now() / 1000) + 600,
    });
    const signed = (header: object): string => {
      const text = `${part({ alg: 'ES256', typ: 'at+jwt', ...header })}.${part(claims())}`;
      const signature = createSign('sha256')
        .update(text)
        .sign({ key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${text}.${signature.toString('base64url')}`;
    };

    it('A18: is no token: not with alg none, not with a changed payload', async () => {
      const none = `${part({ alg: 'none', typ: 'at+jwt' })}.${part(claims())}.`;
      expect((await bearer(none)).status).toBe(401);
      expect((await bearer(signed({}).replace(/\.[^.]+\./, `.${part({ sub: 'x' })}.`))).status).toBe(401);
    });

    it('A19: nor signed with our public key as secret, nor with a key that it names itself', async () => {
      let asked = 0;
      const keys = createServer((_, response) => {
        asked += 1;
        response.end('{}');
      });
      await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(keys.address() as AddressInfo).port}/jwks`;
      const { body } = await t.rest('GET', '/oauth/jwks');
      const secret = createPublicKey({ key: body.keys[0], format: 'jwk' }).export({
        type: 'spki',
        format: 'pem',
      });
      const text = `${part({ alg: 'HS256', typ: 'at+jwt', kid: body.keys[0].kid })}.${part(claims())}`;
      const confused = `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
      for (const token of [
        confused,
        signed({ kid: 'unknown' }),
        signed({ jku: url }),
        signed({ x5u: url }),
        signed({ jwk: publicKey.export({ format: 'jwk' }) }),
      ]) {
        expect((await bearer(token)).status).toBe(401);
      }
      expect(asked).toBe(0);
      keys.close();
    });
  });

  it('A20: neither an ID token, a refresh token, a registration token nor a code opens anything', async () => {
    const { tokens, host, refreshToken } = await signInAndConnect(t, {
      request: { scope: 'openid mcp:read mcp:write' },
    });
    for (const token of [tokens.id_token ?? '', refreshToken, host.registrationToken, host.clientId]) {
      expect((await bearer(token)).status).toBe(401);
    }
  });

  it('A21: a token is over when it says so', async () => {
    const { accessToken } = await signInAndConnect(t);
    await age(t, accessToken, 3601);
    const reply = await bearer(accessToken);
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('A22: a token counts in the header alone', async () => {
    const { accessToken } = connection;
    expect((await get({}, `/v1/profile?access_token=${accessToken}`)).status).toBe(401);
    for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
      const body = type.endsWith('json')
        ? JSON.stringify({ access_token: accessToken })
        : `access_token=${accessToken}`;
      const reply = await fetch(`${t.url}/v1/agents`, {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      });
      expect(reply.status).toBe(401);
    }
    expect((await get({ cookie: `access_token=${accessToken}` })).status).toBe(401);
  });

  it.each([
    ['bearer TOKEN', 200],
    ['BEARER TOKEN', 200],
    ['Bearer  TOKEN', 401],
    ['Bearer TOKEN junk', 401],
    ['Bearer TOKEN,', 401],
    ['BearerTOKEN', 401],
    ['Basic TOKEN', 401],
    ['DPoP TOKEN', 401],
    ['Bearer', 401],
  ])('A23: Authorization: %s is %i', async (header, status) => {
    const reply = await get({ authorization: header.replace('TOKEN', connection.accessToken) });
    expect(reply.status).toBe(status);
  });

  it('A53: a preflight needs no credential and names what hosts send', async () => {
    const reply = await fetch(`${t.url}/v1/mcp`, {
      method: 'OPTIONS',
      headers: { origin: t.url, 'access-control-request-method': 'POST' },
    });
    expect(reply.status).toBe(204);
    const allowed = reply.headers.get('access-control-allow-headers')?.toLowerCase() ?? '';
    for (const name of [
      'authorization',
      'content-type',
      'mcp-protocol-version',
      'mcp-method',
      'mcp-name',
      'mcp-session-id',
      'last-event-id',
    ]) {
      expect(allowed.split(', ')).toContain(name);
    }
    expect(reply.headers.get('access-control-allow-origin')).toBe(t.url);
    expect(reply.headers.has('access-control-allow-credentials')).toBe(false);
    const unauthorized = await get({ origin: t.url });
    expect(unauthorized.headers.get('access-control-expose-headers')).toContain('WWW-Authenticate');
  });

  it('acts with the role that its person has now, in the team it was approved for', async () => {
    const { acme, setRole } = t.world;
    const userId = acme.userIds.member;
    const { accessToken: key } = await signInAndConnect(t, { userId });
    const roleOf = async (): Promise<string> =>
      (await t.rest('GET', '/v1/profile', { key })).body.profile.role;
    expect(await roleOf()).toBe('member');
    await setRole(acme.teamId, userId, 'viewer');
    expect(await roleOf()).toBe('viewer');
    await setRole(acme.teamId, userId, 'member');
  });

  it('gives a person, client and team one quota and one identity, whatever the token', async () => {
    const { host, refreshToken, accessToken } = await signInAndConnect(t);
    const idOf = async (token: string): Promise<string> =>
      (await host.call(token)).body.profile.credential.id;
    const { body } = await host.refresh(refreshToken);
    expect(await idOf(body.access_token)).toBe(await idOf(accessToken));
    expect(await idOf((await signInAndConnect(t)).accessToken)).not.toBe(await idOf(accessToken));
  });
});
