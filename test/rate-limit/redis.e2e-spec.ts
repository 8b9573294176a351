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

/** What it decides is tested here; how long it waits, where Redis is frozen. */
const ANSWER_WITHIN_MS = 10_000;
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
    store: new RedisLimitStore(timed as unknown as LimiterRedis, ANSWER_WITHIN_MS),
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
    const cells = await redis.eval("return #cmsgpack.unpack(redis.call('GET', KEYS[1])) / 2", 1, spec.key);
    expect(cells).toBeGreaterThan(10);
    expect(cells).toBeLessThanOrEqual(17);
  });

  it('answers as the memory store does where the clock of the server goes back, and where it was far ahead', async () => {
    const { store, advance, nowMs } = harness();
    const local = new LocalLimitStore(() => nowMs() * 1000);
    const specs = [freshCounter({ limit: 9, windowSeconds: 16 }), freshCounter({ kind: 'gcra', limit: 9 })];
    for (const step of [0, 900, -2500, 0, 1400, 7000, -6000, 100, 3_600_000, 0, -3_600_000, 0, 0, 20_000]) {
      advance(step);
      expect(await store.consume(specs)).toEqual(await local.consume(specs));
    }
  });

  it('charges nothing where one key of the call holds something else', async () => {
    const [first, second] = [freshCounter(), freshCounter()];
    await redis.hset(second.key, 'field', 'value');
    const { store } = harness();
    await expect(store.consume([first, second])).rejects.toThrow('WRONGTYPE');
    expect(await redis.exists(first.key)).toBe(0);
  });
});
