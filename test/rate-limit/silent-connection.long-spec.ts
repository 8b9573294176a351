import { Logger } from '@nestjs/common';
import { createLimitStore, LimiterHealth } from '@app/rate-limit';
import type { SharedLimitStore } from '../../libs/rate-limit/src/stores/shared-limit.store';
import { CountingProxy } from './support/counting-proxy';
import { freshCounter } from './support/limiter-contract';
import { RedisServer } from './support/redis-server';
import { until } from './support/replicas';

describe('a connection that has gone silent, because the machine behind it is gone', () => {
  let server: RedisServer;
  let proxy: CountingProxy;
  let store: SharedLimitStore;
  const health = new LimiterHealth();
  beforeAll(async () => {
    jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    jest.spyOn(Logger.prototype, 'log').mockReturnValue(undefined);
    server = await RedisServer.start();
    proxy = await CountingProxy.before(server.port);
    store = createLimitStore(
      { redisUrl: proxy.url, rateLimitStoreTimeoutMs: 100 },
      health,
    ) as SharedLimitStore;
    await store.onModuleInit();
  });
  afterAll(async () => {
    await store.onApplicationShutdown();
    await proxy.close();
    await server.dispose();
    jest.restoreAllMocks();
  });

  it('is given up for a new one within ten seconds, and costs one call the time limit', async () => {
    proxy.silence();
    const begin = performance.now();
    expect((await store.consume([freshCounter()])).allowed).toBe(true);
    expect(performance.now() - begin).toBeLessThan(250);
    expect(health.degraded).toBe(true);
    await until(() => !health.degraded, 10_000);
    const { degradedDecisions } = health;
    expect((await store.consume([freshCounter()])).allowed).toBe(true);
    expect(health.degradedDecisions).toBe(degradedDecisions);
  });
});
