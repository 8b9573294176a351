import { sql } from 'drizzle-orm';
import { hashOf } from '../../libs/oauth-server/src/artifacts/artifact';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { age } from './support/age';
import { approve, signInAndConnect } from './support/connect';
import type { Connection } from './support/connect';

jest.setTimeout(180_000);

/** Long enough for the embedded database to open on a busy machine, in milliseconds. */
const BOOT_LIMIT = 120_000;

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe.each(DATABASES)('what is tried with what one has, on $database', ({ embedded }) => {
  let t: TestApp;
  let connection: Connection;
  beforeAll(async () => {
    t = await createTestApp({ embedded });
    const request = { scope: 'openid mcp:read mcp:write', nonce: 'n' };
    connection = await signInAndConnect(t, { request });
  }, BOOT_LIMIT);
  afterAll(() => t.close());

  const challenge = () =>
    `resource_metadata="${t.url}/.well-known/oauth-protected-resource/v1/mcp", scope="mcp:read mcp:write"`;

  /** REST and MCP refuse it alike, with a challenge after which a host signs in again. */
  async function expectRefused(token: string): Promise<void> {
    const rest = await t.rest('GET', '/v1/profile', { key: token });
    const mcp = await t.mcp.call('get_profile', {}, { key: token });
    for (const { status, headers, body } of [rest, mcp]) {
      expect([status, body.error]).toEqual([401, 'invalid_token']);
      expect(headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token", /);
      expect(headers.get('www-authenticate')).toContain(challenge());
      expect(headers.get('cache-control')).toBe('no-store');
    }
  }

  describe('A18: a JWT that this server has signed', () => {
    it('opens nothing, neither as it is nor with other claims under its signature', async () => {
      const idToken = connection.tokens.id_token ?? '';
      const [header = '', claims = '', signature = ''] = idToken.split('.');
      expect(signature.length).toBeGreaterThan(80);
      const given = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
      await expectRefused(idToken);
      const wanted = { ...given, aud: `${t.url}/v1/mcp`, scope: 'mcp:read mcp:write' };
      await expectRefused(`${header}.${part(wanted)}.${signature}`);
      for (const alg of ['none', 'None', 'NONE']) await expectRefused(`${part({ alg })}.${part(wanted)}.`);
    });
  });

  describe('A20: as a bearer', () => {
    it('a code opens nothing, and stays good for what it is', async () => {
      const { host, attempt, callback } = await approve(t);
      await expectRefused(callback.searchParams.get('code') ?? '');
      expect((await host.redeem(attempt, callback)).status).toBe(200);
    });

    it('a client secret opens nothing', async () => {
      const client = { token_endpoint_auth_method: 'client_secret_post' };
      const { host } = await signInAndConnect(t, { client });
      await expectRefused(host.clientSecret ?? '');
    });

    it('what is in the database opens nothing', async () => {
      const { rows } = (await t.database.handle.execute(
        sql`select id_hash as "idHash", grant_hash as "grantHash" from oauth_artifacts where id_hash = ${hashOf(connection.accessToken)}`,
      )) as { rows: { idHash: string; grantHash: string }[] };
      expect(rows).toHaveLength(1);
      for (const text of [rows[0]?.idHash ?? '', rows[0]?.grantHash ?? '']) await expectRefused(text);
    });
  });

  describe('A21: a token', () => {
    it('ends when it says so, though it was good and remembered a moment ago', async () => {
      const { host, accessToken } = await signInAndConnect(t);
      await age(t, accessToken, 3596);
      expect((await host.call(accessToken)).status).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 4100));
      await expectRefused(accessToken);
    });

    it('without an end is none', async () => {
      const { accessToken } = await signInAndConnect(t);
      await t.database.handle.execute(
        sql`update oauth_artifacts set payload = payload - 'exp' where id_hash = ${hashOf(accessToken)}`,
      );
      await expectRefused(accessToken);
    });
  });

  describe('A51: a tool that changes something', () => {
    it('tells a token that may only read what it takes (interop 14)', async () => {
      const { accessToken } = await signInAndConnect(t, { scopes: ['mcp:read'] });
      const reply = await t.mcp.call('create_agent', { name: 'x' }, { key: accessToken });
      expect(reply.status).toBe(403);
      expect(reply.headers.get('www-authenticate')).toBe(`Bearer error="insufficient_scope", ${challenge()}`);
    });

    it('asks nobody to step up whose role does not allow it', async () => {
      const { accessToken } = await signInAndConnect(t, { userId: t.world.acme.userIds.viewer });
      const reply = await t.rest('POST', '/v1/agents', { key: accessToken, body: { name: 'x' } });
      expect([reply.status, reply.body.error]).toEqual([403, 'forbidden']);
      expect(reply.headers.has('www-authenticate')).toBe(false);
    });
  });

  describe('A54: the session id of somebody else', () => {
    const initialize = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'a', version: '1' },
    };

    it.each([
      ['modern', 'server/discover', {}],
      ['legacy', 'initialize', initialize],
    ] as const)('counts for nothing (%s)', async (era, method, params) => {
      const { acme, globex } = t.world;
      const a = await signInAndConnect(t);
      const b = await signInAndConnect(t, { userId: globex.ownerId, teamId: globex.teamId });
      const opened = await t.mcp.request(method, params, { key: a.accessToken, era });
      expect([opened.status, opened.headers.has('mcp-session-id')]).toEqual([200, false]);
      for (const id of [a.accessToken, acme.userIds.owner, 'session-of-a']) {
        const headers = { 'mcp-session-id': id };
        const reply = await t.mcp.call('get_profile', {}, { key: b.accessToken, era, headers });
        expect([reply.status, reply.headers.has('mcp-session-id')]).toEqual([200, false]);
        expect(reply.result.structuredContent.profile).toMatchObject({
          id: globex.ownerId,
          team_id: globex.teamId,
        });
        expect((await t.mcp.call('get_profile', {}, { era, headers })).status).toBe(401);
      }
    });
  });
});
