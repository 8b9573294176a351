import fc from 'fast-check';
import { Redis } from 'ioredis';
import type { CounterSpec } from '@app/rate-limit';
import { LocalLimitStore } from '@app/rate-limit';
import { CONSUME_LUA } from '../../libs/rate-limit/src/stores/consume.lua';
import type { LimiterRedis } from '../../libs/rate-limit/src/stores/redis-connection';
import { RedisLimitStore } from '../../libs/rate-limit/src/stores/redis-limit.store';
import { freshCounter, limiterContract } from './support/limiter-contract';
import type { LimiterHarness } from './support/limiter-contract';
import { RedisServer } from './support/redis-server';

type TimedRedis = Redis & { consumeAt(keyCount: number, ...values: (string | number)[]): Promise<number[]> };

const TIME = "redis.call('TIME')";
let server: RedisServer;
let redis: TimedRedis;

beforeAll(async () => {
  expect(CONSUME_LUA.split(TIME)).toHaveLength(2);
  server = await RedisServer.start();
  redis = new Redis(server.url) as TimedRedis;
  // The script itself, its clock alone replaced by one that the test moves.
  redis.defineCommand('consumeAt', { lua: CONSUME_LUA.replace(TIME, '{ ARGV[#ARGV - 1], ARGV[#ARGV] }') });
});

afterAll(async () => {
  redis.disconnect();
  await server.dispose();
});

function harness(): LimiterHarness {
  let nowMs = 1_800_000_000_123;
  const timed = {
    consumeCounters: (keyCount: number, ...values: (string | number)[]) =>
      redis.consumeAt(keyCount, ...values, Math.floor(nowMs / 1000), (nowMs % 1000) * 1000),
  };
  return {
    store: new RedisLimitStore(timed as unknown as LimiterRedis),
    advance: (ms) => (nowMs += ms),
    nowMs: () => nowMs,
  };
}

limiterContract('Redis', harness, 40);

describe('the Lua script', () => {
  it('answers as the memory store does, to the last digit', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            kind: fc.constantFrom('window' as const, 'gcra' as const),
            limit: fc.integer({ min: 0, max: 9 }),
            windowSeconds: fc.integer({ min: 1, max: 100 }),
          }),
          { minLength: 1, maxLength: 4 },
        ),
        fc.array(
          fc.record({
            waitMs: fc.integer({ min: 0, max: 20_000 }),
            cost: fc.integer({ min: 0, max: 3 }),
            factor: fc.constantFrom(1, 1, 1, 2, 3),
            charge: fc.boolean(),
          }),
          { minLength: 5, maxLength: 40 },
        ),
        async (rules, calls) => {
          const shared = harness();
          const local = new LocalLimitStore(() => shared.nowMs() * 1000);
          const counters = rules.map((rule) => freshCounter(rule));
          for (const { waitMs, cost, factor, charge } of calls) {
            shared.advance(waitMs);
            const specs: CounterSpec[] = counters.map((spec) => ({
              ...spec,
              cost,
              limit: spec.limit * factor,
            }));
            const method = charge ? 'consume' : 'peek';
            expect(await shared.store[method](specs)).toEqual(await local[method](specs));
          }
        },
      ),
      { numRuns: 60, seed: 20_260_104 },
    ));

  it.each(['window', 'gcra'] as const)('leaves no %s key behind', async (kind) => {
    const spec = freshCounter({ kind, windowSeconds: 2 });
    await harness().store.consume([spec]);
    const ttl = await redis.pttl(spec.key);
    expect(ttl).toBeGreaterThan(300);
    expect(ttl).toBeLessThanOrEqual(2125);
  });

  it('keeps at most 17 cells of a window', async () => {
    const spec = freshCounter({ limit: 1000, windowSeconds: 1 });
    const { store, advance } = harness();
    for (let call = 0; call < 100; call += 1) {
      advance(62);
      await store.consume([spec]);
    }
    expect(await redis.hlen(spec.key)).toBeLessThanOrEqual(17);
  });

  it('works where Redis does not keep the order of hash fields', async () => {
    await redis.config('SET', 'hash-max-listpack-entries', '0');
    const spec = freshCounter({ limit: 16, windowSeconds: 16 });
    const { store, advance, nowMs } = harness();
    const local = new LocalLimitStore(() => nowMs() * 1000);
    for (let call = 0; call < 20; call += 1) {
      expect(await store.consume([spec])).toEqual(await local.consume([spec]));
      advance(900);
    }
    await redis.config('SET', 'hash-max-listpack-entries', '128');
  });
});
