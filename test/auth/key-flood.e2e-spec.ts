import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { ApiKeyLookupRepository } from '../../libs/auth/src/api-keys/api-key-lookup.repository';
import { generateApiKey } from '../../libs/auth/src/api-keys/api-key-format';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

const WINDOW_SECONDS = 3_600;
const CONNECTIONS = 50;

jest.setTimeout(240_000);

/** Counters of an address outlive an application that counts in Redis. */
async function forgetCounters(): Promise<void> {
  const redis = new Redis(process.env.TEST_REDIS_URL ?? '');
  await redis.flushall();
  redis.disconnect();
}

describe.each([
  { where: 'in process', redis: false, embedded: false, attempts: 10_000, limit: 200 },
  { where: 'in process, on PGlite', redis: false, embedded: true, attempts: 1_000, limit: 50 },
  { where: 'in Redis', redis: true, embedded: false, attempts: 2_000, limit: 200 },
])('guessing keys, counted $where', ({ redis, embedded, attempts, limit }) => {
  let test: TestApp;
  let lookups: jest.SpyInstance;

  beforeEach(async () => {
    if (redis) await forgetCounters();
    const limits = `api=100000/60,api_user=100000/60,api_team=100000/60,unauthenticated=${limit}/${WINDOW_SECONDS}`;
    test = await createTestApp({
      redis,
      embedded,
      env: { RATE_LIMITS: limits, LOG_LEVEL: 'silent' },
      alone: 'what is counted are the lookups of one process',
    });
    lookups = jest.spyOn(test.get(ApiKeyLookupRepository), 'find');
  });

  afterEach(async () => {
    await test.close();
    // Other test files count failures of the same address in this Redis.
    if (redis) await forgetCounters();
  });

  const tryKeys = async (count: number, newKey: () => string, path: string): Promise<Map<number, number>> => {
    const statuses = new Map<number, number>();
    let left = count;
    const attacker = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const { status } = await test.rest('GET', path, { key: newKey() });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, attacker));
    return statuses;
  };

  it(`A58: ${attempts} made-up keys reach the database no more often than the limit allows`, async () => {
    const started = Date.now();
    const statuses = await tryKeys(attempts, () => generateApiKey(randomBytes), '/v1/profile');
    const refilled = Math.ceil(((Date.now() - started) / 1000) * (limit / WINDOW_SECONDS));
    expect(lookups.mock.calls.length).toBeLessThanOrEqual(limit + refilled);
    expect([...statuses.keys()].sort()).toEqual([401, 429]);
    expect(lookups.mock.calls.length).toBeGreaterThanOrEqual(limit - 1);
    expect(statuses.get(429)).toBeGreaterThanOrEqual(attempts - limit - refilled);
  });

  it('A58: nor at a path that does not exist', async () => {
    const statuses = await tryKeys(2 * limit, () => generateApiKey(randomBytes), '/v1/there/is/nothing');
    expect(lookups.mock.calls.length).toBeLessThanOrEqual(limit + 1);
    expect([...statuses.keys()].sort()).toEqual([401, 429]);
  });

  it('A58: keys with a wrong checksum never reach it', async () => {
    const newKey = (): string => {
      const key = generateApiKey(randomBytes);
      return key.slice(0, -1) + (key.endsWith('0') ? '1' : '0');
    };
    await tryKeys(limit - 1, newKey, '/v1/profile');
    expect(lookups).not.toHaveBeenCalled();
  });

  it('A58: a caller whose key is known goes on from the blocked address, others wait as long as they are told', async () => {
    const known = test.world.acme.keys.member;
    expect((await test.rest('GET', '/v1/profile', { key: known })).status).toBe(200);
    await tryKeys(limit + CONNECTIONS, () => generateApiKey(randomBytes), '/v1/profile');
    expect((await test.rest('GET', '/v1/profile', { key: known })).status).toBe(200);

    const refused = await test.rest('GET', '/v1/profile', { key: test.world.acme.keys.owner });
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({
      error: 'rate_limited',
      details: [{ field: 'bucket', code: 'unauthenticated', message: expect.any(String) }],
    });
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(WINDOW_SECONDS / limit + 1);
    expect(refused.headers.get('x-ratelimit-limit')).toBe(String(limit));
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(refused.headers.get('www-authenticate')).toBeNull();
  });
});
