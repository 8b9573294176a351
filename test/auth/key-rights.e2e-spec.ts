import { sql } from 'drizzle-orm';
import { ApiKeysService, AuthzInvalidation } from '@app/auth';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';

/** One test waits out the time to live of the cache; the embedded database takes its seconds to start. */
jest.setTimeout(120_000);

describe.each(DATABASES)('rights of a key, on $database', ({ embedded }) => {
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp({ embedded });
  });

  afterAll(() => test.close());

  const statusOf = async (key: string, path = '/v1/profile') =>
    (await test.rest('GET', path, { key })).status;
  const execute = (statement: ReturnType<typeof sql>) => test.database.handle.execute(statement);
  const changed = (userId: string): Promise<void> => {
    test.get(AuthzInvalidation).changed(`user:${userId}`);
    return test.settled();
  };

  /** A user of Acme with a key that was just used, so that it is remembered. */
  const newUser = async (role: string): Promise<{ userId: string; key: string }> => {
    const { teamId } = test.world.acme;
    const { rows } = (await execute(
      sql`insert into users (name, email) values ('Temp', ${`temp-${Math.random()}@acme.test`}) returning id`,
    )) as { rows: [{ id: string }] };
    const userId = rows[0]?.id;
    await execute(sql`insert into members (team_id, user_id, role) values (${teamId}, ${userId}, ${role})`);
    const key = await test.world.newKey(teamId, userId);
    expect(await statusOf(key)).toBe(200);
    return { userId, key };
  };

  describe('A60: follow the user', () => {
    it('401 once the user is removed from the team', async () => {
      const { userId, key } = await newUser('admin');
      await execute(sql`delete from members where user_id = ${userId}`);
      await changed(userId);
      expect(await statusOf(key)).toBe(401);
    });

    it('401 while the user is disabled, 200 afterwards', async () => {
      const { userId, key } = await newUser('admin');
      await execute(sql`update users set disabled_at = now() where id = ${userId}`);
      await changed(userId);
      expect(await statusOf(key)).toBe(401);
      await execute(sql`update users set disabled_at = null where id = ${userId}`);
      await changed(userId);
      expect(await statusOf(key)).toBe(200);
    });

    it('403 for what a lower role may not do', async () => {
      const { userId, key } = await newUser('admin');
      const create = async (name: string) =>
        (await test.rest('POST', '/v1/agents', { key, body: { name } })).status;
      expect(await create('Before')).not.toBe(403);
      await execute(sql`update members set role = 'viewer' where user_id = ${userId}`);
      await changed(userId);
      expect(await create('After')).toBe(403);
      expect((await test.rest('GET', '/v1/profile', { key })).body.profile.role).toBe('viewer');
    });

    it('within 5 s even where nobody says that something changed', async () => {
      const { userId, key } = await newUser('admin');
      await execute(sql`delete from members where user_id = ${userId}`);
      const since = Date.now();
      // Not the profile: it reads the membership itself.
      while ((await statusOf(key, '/v1/roles')) === 200 && Date.now() - since < 8_000) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(Date.now() - since).toBeLessThan(5_500);
    });
  });

  describe('A61: end at the team', () => {
    it('404 for an item of another team, in the words of one that is not there', async () => {
      const key = test.world.globex.ownerKey;
      const { rows } = (await execute(
        sql`select id from agents where team_id = ${test.world.acme.teamId} limit 1`,
      )) as { rows: { id: string }[] };
      const foreign = await test.rest('GET', `/v1/agents/${rows[0]?.id}`, { key });
      const absent = await test.rest('GET', '/v1/agents/00000000-0000-4000-8000-000000000000', { key });
      expect([foreign.status, absent.status]).toEqual([404, 404]);
      const { request_id: foreignId, ...foreignBody } = foreign.body;
      const { request_id: absentId, ...absentBody } = absent.body;
      expect(foreignId).not.toBe(absentId);
      expect(foreignBody).toEqual(absentBody);
    });

    it('no route of the API makes, lists or shows keys', async () => {
      const paths = Object.keys(test.document.paths);
      expect(paths.filter((path) => /key|token|secret/i.test(path))).toEqual([]);
      for (const path of ['/v1/api-keys', '/v1/api_keys', '/v1/keys']) {
        expect(await statusOf(test.world.acme.keys.owner, path)).toBe(404);
      }
    });

    it('tools/list offers nothing that makes, lists or shows keys', async () => {
      const { result } = await test.mcp.list({ key: test.world.acme.keys.owner });
      const names = result.tools.map((tool: { name: string }) => tool.name);
      expect(names.length).toBeGreaterThan(20);
      expect(names.filter((name: string) => /key|token|secret/.test(name))).toEqual([]);
    });
  });

  describe('A62: end with the key', () => {
    it('401 at once after a revocation, also for the tool call', async () => {
      const { userId, key } = await newUser('member');
      const keys = test.get(ApiKeysService);
      const [apiKey] = await keys.list(test.world.acme.teamId, userId);
      await keys.revoke(test.world.acme.teamId, apiKey?.id as string);
      expect(await statusOf(key)).toBe(401);
      expect((await test.mcp.call('get_profile', {}, { key })).status).toBe(401);
    });

    it('a revocation that is rolled back changes nothing', async () => {
      const { userId, key } = await newUser('member');
      const keys = test.get(ApiKeysService);
      const [apiKey] = await keys.list(test.world.acme.teamId, userId);
      const work = test.database.transaction(async () => {
        await keys.revoke(test.world.acme.teamId, apiKey?.id as string);
        throw new Error('rolled back');
      });
      await expect(work).rejects.toThrow('rolled back');
      expect(await statusOf(key)).toBe(200);
    });

    it('401 for a key that has expired', async () => {
      const { acme, newKey } = test.world;
      expect(await statusOf(await newKey(acme.teamId, acme.userIds.owner, { expiresInDays: -1 }))).toBe(401);
      const shortLived = await newKey(acme.teamId, acme.userIds.owner, { expiresInDays: 1 / 86_400 });
      expect(await statusOf(shortLived)).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 1_050));
      expect(await statusOf(shortLived)).toBe(401);
    });

    it('never appear in the log', async () => {
      const { key } = await newUser('member');
      const { revokedKey } = test.world.acme;
      await statusOf(revokedKey);
      await test.rest('GET', '/v1/profile', { query: { access_token: key } });
      await test.rest('GET', `/v1/${key}`, { key });
      await test.rest('GET', '/v1/profile', { headers: { authorization: `Basic ${key}` } });
      await test.rest('GET', '/v1/profile', { key, headers: { 'user-agent': key, 'x-request-id': key } });
      await test.mcp.call(key, { [key]: key }, { key });
      expect(test.logs.length).toBeGreaterThan(0);
      const text = JSON.stringify(test.logs);
      for (const secret of [key, revokedKey]) expect(text).not.toContain(secret.slice(18));
    });
  });

  it('notes when and from where a key was used, once a minute', async () => {
    const { userId, key } = await newUser('member');
    const keys = test.get(ApiKeysService);
    const lastUse = async () => (await keys.list(test.world.acme.teamId, userId))[0];
    while (!(await lastUse())?.lastUsedAt) await new Promise((resolve) => setTimeout(resolve, 20));
    const first = await lastUse();
    expect(first?.lastUsedIp).toBe('127.0.0.1');
    expect(Math.abs((first?.lastUsedAt?.getTime() ?? 0) - Date.now())).toBeLessThan(5_000);
    await statusOf(key);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await lastUse())?.lastUsedAt).toEqual(first?.lastUsedAt);
  });
});
