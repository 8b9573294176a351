import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { base64url, exportSPKI, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { AuthzInvalidation, Clock, Identities } from '@app/auth';
import { DEMO_TEAM } from '@app/public-api';
import { PlainBrowser } from '../oauth/pages/support/plain-browser';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp, TestAppOptions } from '../support/test-app';
import type { RestReply } from '../support/rest-client';
import { IdentityProvider } from './support/identity-provider';
import { sign, signingKey } from './support/signing-key';
import type { SigningKey } from './support/signing-key';

const RESOURCE = 'https://api.example.test/v1/mcp';
const GLOBEX = '9f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f501';
const JIT_TEAMS = [
  `staff=${DEMO_TEAM.id}:builder`,
  `both=${DEMO_TEAM.id}:viewer`,
  `both=${GLOBEX}:member`,
].join(',');

interface World {
  readonly t: TestApp;
  readonly idp: IdentityProvider;
  close(): Promise<void>;
}

async function createWorld(options: TestAppOptions = {}): Promise<World> {
  const idp = await IdentityProvider.start();
  idp.register('http://127.0.0.1:9/unused', { resource: RESOURCE });
  const t = await createTestApp({
    alone: 'the clock that it turns and the key sets that it counts are of one process',
    ...options,
    env: {
      AUTH_AS_MODE: 'external',
      EXTERNAL_AS_ISSUER: idp.issuer,
      EXTERNAL_AUDIENCE: RESOURCE,
      EXTERNAL_TEAM_CLAIM: 'https://duvo.example/team',
      JIT_TEAMS,
      ...options.env,
    },
  });
  return {
    t,
    idp,
    close: async () => {
      await t.close();
      await idp.stop();
    },
  };
}

const seconds = () => Math.floor(Date.now() / 1000);
const claimsOf = (idp: IdentityProvider, more: object = {}): Record<string, unknown> => ({
  iss: idp.issuer,
  sub: 'alice',
  aud: RESOURCE,
  exp: seconds() + 600,
  iat: seconds(),
  client_id: 'a-host',
  scope: 'mcp:read mcp:write',
  email: 'alice@example.test',
  email_verified: true,
  groups: ['staff'],
  jti: randomBytes(8).toString('hex'),
  ...more,
});

describe.each(DATABASES)('tokens of an external authorization server, on $database', ({ embedded }) => {
  let world: World;
  /** Published beside the provider's own key. */
  const others = new Map<string, SigningKey>();
  beforeAll(async () => {
    world = await createWorld({ embedded });
    for (const alg of ['ES256', 'PS256', 'EdDSA', 'RS512', 'ES384']) {
      others.set(alg, await signingKey(`key-${alg}`, alg));
    }
    world.idp.published = [world.idp.key, ...others.values()];
  }, 180_000);
  afterAll(() => world.close());

  const token = (claims: object = {}, header: Record<string, unknown> = {}, key = world.idp.key) =>
    sign(key, claimsOf(world.idp, claims), header);
  const call = (key: string, path = '/v1/profile'): Promise<RestReply> => world.t.rest('GET', path, { key });
  const expectRefused = async (key: string) => {
    for (const reply of [await call(key), await world.t.mcp.list({ key })]) {
      expect(reply.status).toBe(401);
      expect(reply.headers.get('www-authenticate')).toContain('error="invalid_token"');
    }
  };

  it('are good for REST and MCP alike, as the person in the team', async () => {
    const key = await token();
    expect((await call(key)).body).toMatchObject({ profile: { email: 'alice@example.test' } });
    const list = await world.t.mcp.list({ key });
    expect(list.result.tools.map(({ name }: { name: string }) => name)).toContain('list_agents');
  });

  it('are those that a real server gives after a real sign-in', async () => {
    world.idp.people.set('bert', { email: 'bert@example.test', email_verified: true, groups: ['staff'] });
    world.idp.who = 'bert';
    const verifier = randomBytes(32).toString('base64url');
    const url = new URL('/auth', world.idp.issuer);
    url.search = new URLSearchParams({
      client_id: 'a-host',
      redirect_uri: 'http://127.0.0.1:9/callback',
      response_type: 'code',
      scope: 'openid mcp:read mcp:write',
      resource: RESOURCE,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    }).toString();
    const page = await new PlainBrowser(world.idp.issuer).open(url);
    const code = new URL(page.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const reply = await fetch(new URL('/token', world.idp.issuer), {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: 'a-host',
        redirect_uri: 'http://127.0.0.1:9/callback',
        code,
        code_verifier: verifier,
        resource: RESOURCE,
      }),
    });
    const { access_token: key, id_token: idToken } = (await reply.json()) as Record<string, string>;
    expect((await call(key ?? '')).body).toMatchObject({ profile: { email: 'bert@example.test' } });
    // A20: the ID token of the same sign-in is none for us.
    await expectRefused(idToken ?? '');
  });

  it('work beside API keys, and the metadata names their server', async () => {
    expect((await call(world.t.world.acme.keys.viewer)).status).toBe(200);
    const metadata = await world.t.rest('GET', '/.well-known/oauth-protected-resource/v1/mcp');
    expect(metadata.body.authorization_servers).toEqual([world.idp.issuer]);
    expect((await world.t.rest('GET', '/oauth/authorize')).status).toBe(404);
  });

  describe('scopes', () => {
    const create = (key: string) =>
      world.t.rest('POST', '/v1/agents', {
        key,
        body: { name: `An agent ${randomBytes(4).toString('hex')}` },
      });

    it('narrow the role', async () => {
      expect((await create(await token())).status).toBe(201);
      const refused = await create(await token({ scope: 'openid mcp:read' }));
      expect([refused.status, refused.body.error]).toEqual([403, 'insufficient_scope']);
    });

    it('may be a list', async () => {
      expect((await create(await token({ scope: ['mcp:write'] }))).status).toBe(201);
    });

    it('are none without the claim', async () => {
      expect((await call(await token({ scope: undefined }), '/v1/agents')).body.error).toBe(
        'insufficient_scope',
      );
    });
  });

  describe('A17 the audience', () => {
    it.each([
      ['another one', 'https://other.example/v1/mcp'],
      ['with a slash behind', `${RESOURCE}/`],
      ['none', undefined],
      ['a list with a foreign one', [RESOURCE, 'https://other.example']],
      ['an empty list', []],
      ['a list with nothing in it', [null]],
    ])('is refused: %s', async (_what, aud) => {
      await expectRefused(await token({ aud }));
    });

    it('may be a list with ours alone', async () => {
      expect((await call(await token({ aud: [RESOURCE] }))).status).toBe(200);
    });
  });

  describe('A18, A19 the signature', () => {
    it('A18 has to be there', async () => {
      await expectRefused(new UnsecuredJWT(claimsOf(world.idp)).encode());
      const [, payload = ''] = (await token()).split('.');
      const none = base64url.encode(JSON.stringify({ alg: 'none', typ: 'at+jwt' }));
      await expectRefused(`${none}.${payload}.`);
      await expectRefused(`${none}.${payload}.AAAA`);
    });

    it('A18 has to be that of the payload', async () => {
      const [header, , signature] = (await token()).split('.');
      const payload = base64url.encode(JSON.stringify(claimsOf(world.idp, { sub: 'mallory' })));
      await expectRefused([header, payload, signature].join('.'));
    });

    it('A19 is none with our copy of the public key as a secret', async () => {
      const publicKey = await importJWK({ ...world.idp.key.publicJwk, ext: true }, 'RS256');
      const pem = await exportSPKI(publicKey as Parameters<typeof exportSPKI>[0]);
      for (const secret of [pem, JSON.stringify(world.idp.key.publicJwk)]) {
        const forged = await new SignJWT(claimsOf(world.idp))
          .setProtectedHeader({ alg: 'HS256', kid: world.idp.key.kid, typ: 'at+jwt' })
          .sign(new TextEncoder().encode(secret));
        await expectRefused(forged);
      }
    });

    it('A19 is none by a key that nobody published', async () => {
      await expectRefused(await token({}, {}, await signingKey('unknown')));
      // The id of a published key does not help.
      await expectRefused(await token({}, {}, await signingKey(world.idp.key.kid)));
    });

    it('A19 is not looked for where the token says: no request goes out', async () => {
      const asked: string[] = [];
      const trap = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.end(JSON.stringify({ keys: [] }));
      });
      await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/keys`;
      const mine = await signingKey('mine');
      const atProvider = () => world.idp.asked.filter((path) => !path.startsWith('/jwks')).length;
      const before = atProvider();
      for (const header of [
        { jku: url },
        { x5u: url },
        { jwk: mine.publicJwk },
        { jku: url, jwk: mine.publicJwk, kid: world.idp.key.kid },
        { x5c: ['AAAA'] },
      ]) {
        await expectRefused(await token({}, header, mine));
      }
      // Nor for a foreign issuer's keys.
      await expectRefused(await token({ iss: new URL(url).origin }, {}, mine));
      expect(asked).toEqual([]);
      expect(atProvider()).toBe(before);
      trap.close();
    });

    it('A19 cannot have us look for keys again and again', async () => {
      await call(await token());
      const before = world.idp.asked.length;
      for (let i = 0; i < 5; i += 1) await call(await token({}, {}, await signingKey(`unknown-${i}`)));
      expect(world.idp.asked.length - before).toBeLessThanOrEqual(1);
    });

    it.each(['ES256', 'PS256', 'EdDSA'])('may be %s', async (alg) => {
      expect((await call(await token({}, {}, others.get(alg)))).status).toBe(200);
    });

    it.each(['RS512', 'ES384'])('may not be %s, although such a key is published', async (alg) => {
      await expectRefused(await token({}, {}, others.get(alg)));
    });
  });

  describe('A21 the claims', () => {
    it.each([
      ['over', { exp: 1_000_000 }],
      ['over for 6 seconds', () => ({ exp: seconds() - 7 })],
      ['without an end', { exp: undefined }],
      ['with an end that is none', { exp: 'soon' }],
      ['not good yet', () => ({ nbf: seconds() + 60 })],
      ['of another issuer', { iss: 'https://evil.example' }],
      ['of an issuer with a slash behind', () => ({ iss: `${world.idp.issuer}/` })],
      ['without an issuer', { iss: undefined }],
      ['without a subject', { sub: undefined }],
      ['with an empty subject', { sub: '' }],
      ['with a subject that is none', { sub: 7 }],
    ])('are refused: %s', async (_what, claims) => {
      await expectRefused(await token(typeof claims === 'function' ? claims() : claims));
    });

    it('may be over for as long as clocks differ', async () => {
      expect((await call(await token({ exp: seconds() - 2 }))).status).toBe(200);
    });

    it('A20 have to be those of an access token', async () => {
      await expectRefused(await token({}, { typ: 'JWT' }));
      await expectRefused(await token({}, { typ: 'logout+jwt' }));
      await expectRefused(await token({}, { typ: undefined }));
      await expectRefused(await token({ at_hash: 'x' }));
      await expectRefused(await token({ typ: 'Refresh' }));
      await expectRefused(await token({ typ: 'ID' }));
      // Bound to a key that a bearer does not show (RFC 9449).
      await expectRefused(await token({ cnf: { jkt: 'x' } }));
    });

    it('are refused of what is no token', async () => {
      for (const text of ['a.b.c', 'a.b.', '..', 'eyJ.eyJ.sig', `${'A'.repeat(2000)}.e30.`]) {
        expect([text, (await call(text)).status]).toEqual([text, 401]);
      }
    });
  });

  describe('the person', () => {
    const teams = async (subject: string) => {
      const user = await world.t.get(Identities).userOf(world.idp.issuer, subject);
      return user?.id;
    };

    it('is taken in by a rule, once', async () => {
      await call(await token({ sub: 'new', email: 'new@example.test' }));
      const id = await teams('new');
      await call(await token({ sub: 'new', email: 'changed@example.test', groups: [] }));
      expect(await teams('new')).toBe(id);
    });

    it('without a rule is told so, rather than sent to sign in again', async () => {
      const key = await token({ sub: 'eve', email: 'eve@example.test', groups: ['others'] });
      const replies = [await call(key), await call(key)];
      for (const reply of replies) {
        expect([reply.status, reply.body.error]).toEqual([403, 'forbidden']);
        expect(reply.body.message).toContain('not linked to a user here');
        expect(reply.headers.get('www-authenticate')).toBeNull();
      }
      expect((await world.t.mcp.list({ key })).status).toBe(403);
    });

    it('is let in as soon as the operator has linked them', async () => {
      const key = await token({ sub: 'late', email: 'late@example.test', groups: [] });
      expect((await call(key)).status).toBe(403);
      await world.t.get(Identities).link(world.t.world.acme.userIds.viewer, world.idp.issuer, 'late');
      expect((await call(key)).status).toBe(200);
    });

    it('A65 does not become a user of ours by having the same address', async () => {
      const reply = await call(await token({ sub: 'impostor', email: 'owner@acme.test' }));
      expect([reply.status, reply.body.error]).toEqual([403, 'forbidden']);
      expect(await teams('impostor')).toBeUndefined();
    });

    it('A65 needs a verified address the first time', async () => {
      const reply = await call(
        await token({ sub: 'unsure', email: 'u@example.test', email_verified: false }),
      );
      expect([reply.status, reply.body.message]).toEqual([403, expect.stringContaining('email_verified')]);
    });

    it('A63 is out at once when switched off', async () => {
      const key = await token({ sub: 'off', email: 'off@example.test' });
      expect((await call(key)).status).toBe(200);
      const id = (await teams('off')) ?? '';
      await world.t.database.handle.execute(sql`update users set disabled_at = now() where id = ${id}`);
      world.t.get(AuthzInvalidation).changed(`user:${id}`);
      await expectRefused(key);
    });

    it('A60 has the role of now', async () => {
      const key = await token({ sub: 'demoted', email: 'demoted@example.test' });
      const create = () =>
        world.t.rest('POST', '/v1/agents', {
          key,
          body: { name: `Agent ${randomBytes(4).toString('hex')}` },
        });
      expect((await create()).status).toBe(201);
      await world.t.world.setRole(DEMO_TEAM.id, (await teams('demoted')) ?? '', 'viewer');
      expect((await create()).body.error).toBe('forbidden');
    });
  });

  describe('the team', () => {
    const both = (claims: object = {}) =>
      token({ sub: 'both', email: 'both@example.test', groups: ['both'], ...claims });
    const teamOf = async (key: string) => (await call(key, '/v1/team')).body;
    const inTeam = (id: unknown) => both({ 'https://duvo.example/team': id });

    it('is the one that the token names', async () => {
      expect(await teamOf(await inTeam(DEMO_TEAM.id))).toMatchObject({ team: { id: DEMO_TEAM.id } });
      expect(await teamOf(await inTeam(GLOBEX.toUpperCase()))).toMatchObject({ team: { id: GLOBEX } });
      expect(await teamOf(await inTeam([GLOBEX]))).toMatchObject({ team: { id: GLOBEX } });
    });

    it('has to be named by a person in several, and the reply says how', async () => {
      const reply = await call(await both());
      expect([reply.status, reply.body.error]).toEqual([403, 'forbidden']);
      expect(reply.body.message).toContain('You are in several teams');
      expect(reply.body.message).toContain('https://duvo.example/team');
      expect((await call(await inTeam([GLOBEX, DEMO_TEAM.id]))).status).toBe(403);
    });

    it('A61 has to be one of the person', async () => {
      const reply = await call(await token({ 'https://duvo.example/team': GLOBEX }));
      expect([reply.status, reply.body.message]).toEqual([
        403,
        expect.stringContaining('names a team that you are not in'),
      ]);
      expect((await call(await inTeam("' or 1=1 --"))).status).toBe(403);
    });
  });
});

describe('the keys of an external authorization server', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await world.close();
  });
  const status = async (key: Promise<string>) =>
    (await world.t.rest('GET', '/v1/profile', { key: await key })).status;
  const token = (key = world.idp.key, more: object = {}) => sign(key, claimsOf(world.idp, more));
  /** Keys are kept by the clock of the process. */
  const pass = (ms: number) => {
    const base = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => base + ms);
  };

  it('A64 may change: old and new count while both are published, then the new one alone', async () => {
    const next = await signingKey('key-2');
    expect(await status(token())).toBe(200);
    pass(31_000);
    world.idp.published = [next, world.idp.key];
    expect(await status(token(next))).toBe(200);
    expect(await status(token())).toBe(200);
    jest.restoreAllMocks();
    pass(31_000 + 600_000);
    world.idp.published = [next];
    const longer = { exp: Math.floor(Date.now() / 1000) + 600 };
    expect(await status(token(next, longer))).toBe(200);
    expect(await status(token(world.idp.key, longer))).toBe(401);
  });

  it('A64 that are gone end a token that was good before', async () => {
    const key = await token(world.idp.key, { exp: seconds() + 3600 });
    const send = async () => (await world.t.rest('GET', '/v1/profile', { key })).status;
    expect(await send()).toBe(200);
    world.idp.published = [await signingKey('key-2')];
    expect(await send()).toBe(200);
    pass(601_000);
    expect(await send()).toBe(401);
  });

  it.each(['broken', 'gone'] as const)('that cannot be had (%s) give 503, never 401', async (state) => {
    world.idp.state = state;
    const key = await token();
    const replies = [await world.t.rest('GET', '/v1/profile', { key }), await world.t.mcp.list({ key })];
    for (const reply of replies) {
      expect(reply.status).toBe(503);
      expect(reply.headers.get('retry-after')).toBe('2');
      expect(reply.headers.get('www-authenticate')).toBeNull();
    }
    expect((await world.t.rest('GET', '/v1/profile', { key: world.t.world.acme.keys.viewer })).status).toBe(
      200,
    );
    const before = world.idp.asked.length;
    await world.t.rest('GET', '/v1/profile', { key: await token() });
    expect(world.idp.asked.length).toBe(before);
    world.idp.state = 'up';
    jest.spyOn(world.t.get(Clock), 'now').mockImplementation(() => new Date().getTime() + 3_000);
    expect(await status(token())).toBe(200);
  });

  it('do not matter to a token that was seen a moment ago', async () => {
    const key = await token();
    await world.t.rest('GET', '/v1/profile', { key });
    world.idp.state = 'gone';
    world.t.get(AuthzInvalidation).changed('all');
    expect((await world.t.rest('GET', '/v1/profile', { key })).status).toBe(200);
  });

  it('are not taken from metadata of another issuer, which the log says', async () => {
    world.idp.discoveryReply = (body) => ({ ...body, issuer: `${world.idp.issuer}/` });
    expect(await status(token())).toBe(503);
    const lines = world.t.logs.map((line) => String(line.msg));
    expect(lines).toContainEqual(expect.stringContaining('EXTERNAL_AS_ISSUER has to be spelled the same'));
  });
});

describe('settings of an external authorization server', () => {
  it('type JWT, keys, nested claims and the default audience, as with Keycloak', async () => {
    const idp = await IdentityProvider.start();
    idp.register('http://127.0.0.1:9/unused');
    const t = await createTestApp({
      env: {
        AUTH_AS_MODE: 'external',
        EXTERNAL_AS_ISSUER: `${idp.issuer}/realms/acme`,
        EXTERNAL_JWKS_URI: `${idp.issuer}/jwks`,
        EXTERNAL_TOKEN_TYPE: 'JWT',
        EXTERNAL_SCOPE_CLAIM: 'resource_access.duvo.roles',
        JIT_CLAIM: 'realm_access.roles',
        JIT_TEAMS: `duvo-users=${DEMO_TEAM.id}:member`,
      },
    });
    const claims = claimsOf(idp, {
      iss: `${idp.issuer}/realms/acme`,
      aud: `${t.url}/v1/mcp`,
      typ: 'Bearer',
      azp: 'claude',
      client_id: undefined,
      scope: 'openid email',
      groups: undefined,
      resource_access: { duvo: { roles: ['mcp:read'] } },
      realm_access: { roles: ['offline_access', 'duvo-users'] },
    });
    const send = async (header: object, more: object = {}) => {
      const key = await sign(idp.key, { ...claims, ...more }, { ...header });
      return t.rest('GET', '/v1/agents', { key });
    };
    expect((await send({ typ: 'JWT' })).status).toBe(200);
    expect((await send({ typ: 'at+jwt' })).status).toBe(401);
    expect((await send({ typ: 'JWT' }, { typ: 'ID' })).status).toBe(401);
    expect((await send({ typ: 'JWT' }, { aud: RESOURCE })).status).toBe(401);
    expect(idp.asked.filter((path) => path.includes('well-known'))).toEqual([]);
    await t.close();
    await idp.stop();
  });
});
