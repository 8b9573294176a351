import { sql } from 'drizzle-orm';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { age, keptAs } from './support/age';
import { approve, registered, signInAndConnect } from './support/connect';
import { Host } from './support/host';
import type { Reply } from './support/host';

jest.setTimeout(180_000);

const codeOf = (callback: URL): string => callback.searchParams.get('code') ?? '';
const invalidGrant = expect.objectContaining({ error: 'invalid_grant' }) as unknown;
const times = (count: number, work: () => Promise<Reply>): Promise<Reply[]> =>
  Promise.all(Array.from({ length: count }, work));

describe.each(DATABASES)('the token endpoint on $database', ({ embedded }) => {
  let t: TestApp;
  beforeAll(async () => (t = await createTestApp({ embedded })));
  afterAll(() => t.close());

  it('gives a host tokens that are good for REST and MCP', async () => {
    const { host, tokens, person, accessToken } = await signInAndConnect(t);
    expect(tokens).toEqual({
      access_token: expect.stringMatching(/^[\w-]{43}$/),
      refresh_token: expect.stringMatching(/^[\w-]{43}$/),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'mcp:read mcp:write',
    });
    expect(person.asked.map(({ prompt }) => prompt)).toEqual(['login', 'consent']);
    const profile = await host.call(accessToken);
    expect(profile).toMatchObject({
      status: 200,
      body: { profile: { credential: { type: 'oauth', client_name: 'Test Host' } } },
    });
    const tools = await t.mcp.list({ key: accessToken });
    expect(tools.result.tools.length).toBeGreaterThan(0);
  });

  describe('redeeming a code', () => {
    it('A3: needs the verifier that belongs to it', async () => {
      const { host, attempt, callback } = await approve(t);
      const wrong = 'x'.repeat(43);
      expect(await host.redeem(attempt, callback, { code_verifier: wrong })).toMatchObject({
        status: 400,
        body: invalidGrant,
      });
      expect(await host.redeem(attempt, callback, { code_verifier: undefined })).toMatchObject({
        status: 400,
        body: invalidGrant,
      });
      expect((await host.redeem(attempt, callback)).status).toBe(200);
    });

    it('A4: a second time ends what the first time gave', async () => {
      const { host, attempt, callback } = await approve(t);
      const { body: tokens } = await host.redeem(attempt, callback);
      expect((await host.call(tokens.access_token)).status).toBe(200);
      expect(await host.redeem(attempt, callback)).toMatchObject({ status: 400, body: invalidGrant });
      expect((await host.call(tokens.access_token)).status).toBe(401);
      expect(await host.refresh(tokens.refresh_token)).toMatchObject({ status: 400, body: invalidGrant });
    });

    it('A5: ten at a time give tokens once', async () => {
      const { host, attempt, callback } = await approve(t);
      const replies = await times(10, () => host.redeem(attempt, callback));
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      for (const reply of replies.filter(({ status }) => status !== 200)) {
        expect(reply).toMatchObject({ status: 400, body: invalidGrant });
      }
    });

    it('A6: is for the client and the redirect URI it was given for', async () => {
      const given = await approve(t);
      const { host } = given;
      const thief = await registered(t);
      expect(await thief.redeem(given.attempt, given.callback)).toMatchObject({
        status: 400,
        body: invalidGrant,
      });
      expect(
        await host.redeem(given.attempt, given.callback, { redirect_uri: 'http://127.0.0.1/other' }),
      ).toMatchObject({ status: 400, body: invalidGrant });
      expect((await host.redeem(given.attempt, given.callback)).status).toBe(200);
    });

    it('A7: is over after a minute', async () => {
      const { host, attempt, callback } = await approve(t);
      await age(t, codeOf(callback), 61);
      expect(await host.redeem(attempt, callback)).toMatchObject({ status: 400, body: invalidGrant });
    });
  });

  it.each([
    'password',
    'client_credentials',
    'implicit',
    'urn:ietf:params:oauth:grant-type:token-exchange',
    'urn:ietf:params:oauth:grant-type:device_code',
  ])('A11: does not know the grant %s', async (grant) => {
    const host = await registered(t);
    expect(
      await host.token({ grant_type: grant, username: 'owner@acme.test', password: 'x', subject_token: 'x' }),
    ).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
  });

  it('A16: refuses a foreign resource, with a code and with a refresh token', async () => {
    const { host, attempt, callback } = await approve(t);
    const resource = 'https://evil.test/v1/mcp';
    expect(await host.redeem(attempt, callback, { resource })).toMatchObject({
      status: 400,
      body: { error: 'invalid_target' },
    });
    const { refreshToken, host: other } = await signInAndConnect(t);
    expect(await other.refresh(refreshToken, { resource })).toMatchObject({
      status: 400,
      body: { error: 'invalid_target' },
    });
  });

  it('takes the resource as hosts spell it, and none at all (interop 8, 29)', async () => {
    const { origin } = new URL(t.url);
    for (const resource of [`${origin}/v1/mcp/`, origin, `${origin}/`, undefined]) {
      const { host, attempt, callback } = await approve(t, { request: { resource } });
      const reply = await host.redeem(attempt, callback, { resource });
      expect(reply.status).toBe(200);
      expect((await host.call(reply.body.access_token)).status).toBe(200);
      expect((await host.refresh(reply.body.refresh_token, { resource: `${origin}/v1/mcp/` })).status).toBe(
        200,
      );
    }
  });

  describe('refreshing', () => {
    it('gives new tokens, and the old access token goes on until its end', async () => {
      const { host, accessToken, refreshToken } = await signInAndConnect(t);
      const { status, body } = await host.refresh(refreshToken);
      expect(status).toBe(200);
      expect(body.refresh_token).not.toBe(refreshToken);
      expect(body.expires_in).toBe(3600);
      expect((await host.call(body.access_token)).status).toBe(200);
      expect((await host.call(accessToken)).status).toBe(200);
    });

    it('A24: with a used token after the leeway ends the whole family', async () => {
      const { host, refreshToken } = await signInAndConnect(t);
      const { body: second } = await host.refresh(refreshToken);
      await age(t, refreshToken, 31);
      expect(await host.refresh(refreshToken)).toMatchObject({ status: 400, body: invalidGrant });
      expect((await host.call(second.access_token)).status).toBe(401);
      expect(await host.refresh(second.refresh_token)).toMatchObject({ status: 400, body: invalidGrant });
    });

    it('A25: ten at a time within the leeway all work, and the family lives (interop 1)', async () => {
      const { host, refreshToken } = await signInAndConnect(t);
      const replies = await times(10, () => host.refresh(refreshToken));
      expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
      for (const { body } of replies) {
        expect((await host.call(body.access_token)).status).toBe(200);
        expect((await host.refresh(body.refresh_token)).status).toBe(200);
      }
    });

    it('with one token is refused after twenty uses within the leeway, and what they gave lives', async () => {
      const { host, refreshToken } = await signInAndConnect(t);
      const replies = await times(30, () => host.refresh(refreshToken));
      const given = replies.filter(({ status }) => status === 200);
      expect(given).toHaveLength(20);
      expect(replies.filter(({ status }) => status !== 200)).toEqual(
        Array.from({ length: 10 }, () => expect.objectContaining({ status: 400, body: invalidGrant })),
      );
      expect((await host.refresh(given[0]!.body.refresh_token)).status).toBe(200);
    });

    it('leaves forty refresh tokens of an approval that work, the newest', async () => {
      const { host, refreshToken } = await signInAndConnect(t);
      const made: string[] = [];
      for (let token = refreshToken, round = 0; round < 3; round += 1) {
        const replies = await times(20, () => host.refresh(token));
        made.push(...replies.map(({ body }) => body.refresh_token as string));
        token = made.at(-1)!;
      }
      const { rows } = (await t.database.handle.execute(
        sql`select count(*)::int as live from oauth_artifacts where model = 'RefreshToken' and consumed_at is null
          and grant_hash = (select grant_hash from oauth_artifacts where id_hash = ${keptAs(refreshToken)})`,
      )) as { rows: unknown[] };
      expect(rows).toEqual([{ live: 40 }]);
      expect((await host.refresh(made.at(-1)!)).status).toBe(200);
    });

    it('A26: is for the client that the token was given to, which keeps it', async () => {
      const { refreshToken, host } = await signInAndConnect(t);
      const thief = await registered(t);
      expect(await thief.refresh(refreshToken)).toMatchObject({ status: 400, body: invalidGrant });
      expect((await host.refresh(refreshToken)).status).toBe(200);
    });

    it('A27: does not widen the scope', async () => {
      const { host, refreshToken, tokens } = await signInAndConnect(t, { scopes: ['mcp:read'] });
      expect(tokens.scope).toBe('mcp:read');
      for (const scope of ['mcp:read mcp:write', 'mcp:read admin', 'admin']) {
        expect(await host.refresh(refreshToken, { scope })).toMatchObject({
          status: 400,
          body: { error: 'invalid_scope' },
        });
      }
    });

    it('is over with the days of the refresh token, and a day sooner it is not', async () => {
      const { host, refreshToken } = await signInAndConnect(t);
      await age(t, refreshToken, 59 * 86_400);
      const { status, body } = await host.refresh(refreshToken);
      expect(status).toBe(200);
      await age(t, body.refresh_token, 60 * 86_400 + 1);
      expect(await host.refresh(body.refresh_token)).toMatchObject({ status: 400, body: invalidGrant });
    });
  });

  it('A67: an unknown client is told so with 401, so that it registers anew (interop 12, 18)', async () => {
    const host = new Host(t.url);
    host.clientId = 'gone';
    const reply = await host.refresh('x'.repeat(43));
    expect(reply).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('A52: nothing of it may be stored', async () => {
    const { host, attempt, callback } = await approve(t);
    for (const reply of [await host.redeem(attempt, callback), await host.refresh('nonsense')]) {
      expect(reply.headers.get('cache-control')).toBe('no-store');
    }
  });

  it.each([
    ['client_secret_basic', { id: 'a b', auth: true }],
    ['client_secret_post', { id: 'a b', auth: false }],
  ])('takes a secret by %s, and no wrong one (interop 3)', async (method) => {
    const client = { token_endpoint_auth_method: method };
    const { host, refreshToken } = await signInAndConnect(t, { client });
    expect(host.clientSecret).toHaveLength(86);
    const basic = Buffer.from(`${host.clientId}:${host.clientSecret}`).toString('base64');
    const fields = { grant_type: 'refresh_token', refresh_token: refreshToken };
    const bare = { ...fields, client_id: undefined, client_secret: undefined };
    expect((await host.form('/oauth/token', bare, { authorization: `Basic ${basic}` })).status).toBe(200);
    expect(await host.form('/oauth/token', { ...fields, client_secret: 'wrong' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect((await host.form('/oauth/token', { ...fields, client_secret: undefined })).status).toBe(401);
  });

  it('serves the addresses that old clients make up (interop 4)', async () => {
    const host = await registered(t);
    const reply = await host.form('/token', { grant_type: 'refresh_token', refresh_token: 'x' });
    expect(reply).toMatchObject({ status: 400, body: invalidGrant });
  });
});

describe.each(DATABASES)('strict refresh tokens on $database', ({ embedded }) => {
  let t: TestApp;
  beforeAll(async () => {
    t = await createTestApp({ embedded, env: { OAUTH_REFRESH_REUSE_SECONDS: '0' } });
  });
  afterAll(() => t.close());

  it('A25: of ten at a time one works', async () => {
    const { host, refreshToken } = await signInAndConnect(t);
    const replies = await times(10, () => host.refresh(refreshToken));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of replies.filter((reply) => reply.status !== 200)) {
      expect([status, body.error]).toEqual([400, 'invalid_grant']);
    }
  });

  it('A24: a used token ends the family at once', async () => {
    const { host, refreshToken } = await signInAndConnect(t);
    const { body } = await host.refresh(refreshToken);
    expect((await host.refresh(refreshToken)).status).toBe(400);
    expect((await host.call(body.access_token)).status).toBe(401);
    expect((await host.refresh(body.refresh_token)).status).toBe(400);
  });
});
