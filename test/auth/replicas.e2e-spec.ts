import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { ApiKeysService, BrowserSessions, Passwords } from '@app/auth';
import { signedIn } from '../sessions/support/signed-in';
import { freePort, untilListening } from '../support/servers.cjs';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { createTestDatabase } from '../support/test-database';
import type { TestDatabase } from '../support/test-database';

/** A Redis that comes and goes on one port. */
class OwnRedis {
  private server: ChildProcess | undefined;

  constructor(readonly port: number) {}

  async start(): Promise<void> {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    this.server = spawn('redis-server', options, { stdio: 'ignore' });
    await untilListening(this.port);
  }

  async kill(): Promise<void> {
    const { server } = this;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  }
}

/** Each test may wait out the time to live of the caches. */
jest.setTimeout(30_000);

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('two replicas with Redis', () => {
  let redis: OwnRedis;
  let database: TestDatabase;
  let first: TestApp;
  let second: TestApp;

  beforeAll(async () => {
    redis = new OwnRedis(await freePort());
    await redis.start();
    database = await createTestDatabase();
    const env = { REDIS_URL: `redis://127.0.0.1:${redis.port}`, LOG_LEVEL: 'silent' };
    first = await createTestApp({ databaseUrl: database.url, env });
    second = await createTestApp({ databaseUrl: database.url, env });
  });

  afterAll(async () => {
    await first.close();
    await second.close();
    await database.drop();
    await redis.kill();
  });

  const statusOf = async (test: TestApp, key: string) =>
    (await test.rest('GET', '/v1/profile', { key })).status;

  /** A key that both replicas have just accepted, and a way to revoke it on the first. */
  const knownKey = async () => {
    const { teamId, userIds } = first.world.acme;
    const key = await first.world.newKey(teamId, userIds.builder);
    expect([await statusOf(first, key), await statusOf(second, key)]).toEqual([200, 200]);
    const [apiKey] = await first.get(ApiKeysService).list(teamId, userIds.builder);
    return { key, revoke: () => first.get(ApiKeysService).revoke(teamId, apiKey?.id as string) };
  };

  const msUntilRefused = async (test: TestApp, key: string): Promise<number> => {
    const since = Date.now();
    while ((await statusOf(test, key)) === 200 && Date.now() - since < 10_000) await wait(10);
    return Date.now() - since;
  };

  it('A62: a revocation on one reaches the other within a second', async () => {
    const { key, revoke } = await knownKey();
    await revoke();
    expect(await statusOf(first, key)).toBe(401);
    expect(await msUntilRefused(second, key)).toBeLessThan(1_000);
  });

  describe('a browser session that both know', () => {
    const knownSession = async () => {
      const signed = await signedIn(first, first.world.acme.userIds.manager);
      const statusOn = async (test: TestApp) =>
        (await test.rest('GET', '/v1/roles', { headers: signed.headers })).status;
      expect([await statusOn(first), await statusOn(second)]).toEqual([200, 200]);
      const msUntilEnded = async (): Promise<number> => {
        const since = Date.now();
        while ((await statusOn(second)) === 200 && Date.now() - since < 10_000) await wait(10);
        return Date.now() - since;
      };
      return { ...signed, statusOn, msUntilEnded };
    };

    it('A56: ends on the other within a second when the person signs out', async () => {
      const { cookie, statusOn, msUntilEnded } = await knownSession();
      await first.get(BrowserSessions).close({ headers: { cookie } } as never);
      expect(await statusOn(first)).toBe(401);
      expect(await msUntilEnded()).toBeLessThan(1_000);
    });

    it('A56: ends on the other within a second when the password changes', async () => {
      const { session, msUntilEnded } = await knownSession();
      await first.get(Passwords).set(session.userId, 'another good password');
      expect(await msUntilEnded()).toBeLessThan(1_000);
    });

    it('A60: has the new role on the other within a second', async () => {
      const { headers } = await knownSession();
      const { teamId, userIds } = first.world.acme;
      const create = async () =>
        (
          await second.rest('POST', '/v1/agents', {
            headers,
            body: { name: `By a manager ${Math.random()}` },
          })
        ).status;
      expect(await create()).toBe(201);
      await first.world.setRole(teamId, userIds.manager, 'viewer');
      const since = Date.now();
      while ((await create()) === 201 && Date.now() - since < 10_000) await wait(10);
      expect(Date.now() - since).toBeLessThan(1_000);
      await first.world.setRole(teamId, userIds.manager, 'manager');
    });
  });

  it('A60: a lower role on one holds on the other within a second', async () => {
    const { teamId, userIds, keys } = first.world.acme;
    const create = async () =>
      (await second.rest('POST', '/v1/agents', { key: keys.admin, body: { name: `A ${Math.random()}` } }))
        .status;
    expect(await create()).toBe(201);
    await first.world.setRole(teamId, userIds.admin, 'viewer');
    const since = Date.now();
    while ((await create()) === 201 && Date.now() - since < 10_000) await wait(10);
    expect(Date.now() - since).toBeLessThan(1_000);
    await first.world.setRole(teamId, userIds.admin, 'admin');
  });

  it('A62: while Redis is down, at once on the one and within 5 s on the other; nobody waits for Redis', async () => {
    const { key, revoke } = await knownKey();
    await redis.kill();
    const since = Date.now();
    await revoke();
    expect(Date.now() - since).toBeLessThan(500);
    expect(await statusOf(first, key)).toBe(401);
    expect(await msUntilRefused(second, key)).toBeLessThan(5_500);
  });

  it('A62: after Redis is back, within a second again', async () => {
    await redis.start();
    await wait(2_500);
    const { key, revoke } = await knownKey();
    await revoke();
    expect(await msUntilRefused(second, key)).toBeLessThan(1_000);
  });

  it('A62: forgets what it knew when the subscription is renewed, because a message may have been missed', async () => {
    const { key, revoke } = await knownKey();
    await redis.kill();
    await redis.start();
    // Both replicas may still be reconnecting: this message may reach nobody.
    await revoke();
    expect(await msUntilRefused(second, key)).toBeLessThan(2_500);
  });
});
