import { setTimeout } from 'node:timers/promises';
import { Balancer } from '../topology/balancer.cjs';
import { mcpClient } from './mcp-client';
import { restClient } from './rest-client';
import { freePort, startRedis } from './servers.cjs';
import type { TestApp, TestAppOptions } from './test-app';
import { createTestDatabase } from './test-database';

type StartApp = (options: TestAppOptions, logs: Record<string, unknown>[]) => Promise<TestApp>;

/**
 * What one replica is told, another hears through Redis a moment later; a client elsewhere is never that fast, a test
 * on the same machine is. In milliseconds.
 */
const PAUSE_MS = 40;

/** After a change by a service, which no balancer holds back, in milliseconds; the promise is a second. */
const SETTLE_MS = 100;

/** Whether a test gets replicas: asked for by the environment, and nothing of the test belongs to one process. */
export function isReplicated({ embedded, databaseUrl, alone }: TestAppOptions): boolean {
  return process.env.TEST_REPLICAS === '2' && !embedded && databaseUrl === undefined && alone === undefined;
}

/**
 * Two replicas with a PostgreSQL database and a Redis of their own, behind a balancer that takes every request to the
 * next one. Services, database and configuration are those of the first; log lines are those of both.
 */
export async function createReplicatedApp(options: TestAppOptions, start: StartApp): Promise<TestApp> {
  const [database, redis, port] = await Promise.all([createTestDatabase(), startRedis(), freePort()]);
  const url = `http://127.0.0.1:${port}`;
  const shared = { PUBLIC_URL: url, TRUST_PROXY: '127.0.0.1', REDIS_URL: redis.url };
  const replica = { ...options, databaseUrl: database.url, env: { ...shared, ...options.env } };
  const logs: Record<string, unknown>[] = [];
  const first = await start(replica, logs);
  const second = await start({ ...replica, world: first.world }, logs);
  const ports = { first: portOf(first), second: portOf(second) };
  const settled = async (): Promise<void> => {
    await setTimeout(SETTLE_MS);
  };
  const balancer = await Balancer.start(port, ports, PAUSE_MS);
  return {
    ...first,
    url,
    rest: restClient(url),
    mcp: mcpClient(url),
    world: {
      ...first.world,
      setRole: async (...change) => {
        await first.world.setRole(...change);
        await settled();
      },
    },
    settled,
    flushAudit: async () => {
      await Promise.all([first.flushAudit(), second.flushAudit()]);
    },
    close: async () => {
      await balancer.stop();
      await Promise.all([first.close(), second.close()]);
      await Promise.all([database.drop(), redis.stop()]);
    },
  };
}

const portOf = ({ url }: TestApp): number => Number(new URL(url).port);
