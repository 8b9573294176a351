import { Redis } from 'ioredis';
import { createLimitStore, LimiterHealth } from '@app/rate-limit';
import type { SharedLimitStore } from '../../libs/rate-limit/src/stores/shared-limit.store';
import { CountingProxy } from './support/counting-proxy';
import { freshCounter } from './support/limiter-contract';
import { RedisServer } from './support/redis-server';

describe('the limiter on the wire', () => {
  let server: RedisServer;
  let proxy: CountingProxy;
  let store: SharedLimitStore;
  let health: LimiterHealth;
  beforeEach(async () => {
    server = await RedisServer.start();
    proxy = await CountingProxy.before(server.port);
    health = new LimiterHealth();
    store = createLimitStore(
      { redisUrl: proxy.url, rateLimitStoreTimeoutMs: 1000 },
      health,
    ) as SharedLimitStore;
    await store.onModuleInit();
  });
  afterEach(async () => {
    await store.onApplicationShutdown();
    await proxy.close();
    await server.dispose();
  });

  const threeCounters = () => [freshCounter(), freshCounter(), freshCounter({ kind: 'gcra' })];

  it('takes one command and one round trip per call, refused ones too', async () => {
    const specs = threeCounters();
    await store.consume(specs);
    proxy.commands.length = 0;
    proxy.roundTrips = 0;
    const allowed = [];
    for (let call = 0; call < 7; call += 1) allowed.push((await store.consume(specs)).allowed);
    expect(allowed).toEqual([true, true, true, true, false, false, false]);
    expect(proxy.commands).toEqual(Array(7).fill('evalsha'));
    expect(proxy.roundTrips).toBe(7);
  });

  it('sends the script itself only when Redis has forgotten it', async () => {
    const specs = threeCounters();
    await store.consume(specs);
    const admin = new Redis(server.url);
    await admin.script('FLUSH');
    admin.disconnect();
    proxy.commands.length = 0;
    for (let call = 0; call < 3; call += 1) await store.consume(specs);
    expect(proxy.commands).toEqual(['evalsha', 'eval', 'evalsha', 'evalsha']);
    expect(health.degradedDecisions).toBe(0);
  });
});
