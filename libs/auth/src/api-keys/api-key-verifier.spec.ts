import { randomBytes } from 'node:crypto';
import { CredentialCache } from '../credentials/credential-cache';
import { authConfig, StoppedClock, TEAM_ID, USER_ID } from '../principal.spec-support';
import { generateApiKey, hashApiKey } from './api-key-format';
import type { ApiKeyLookupRepository, FoundApiKey } from './api-key-lookup.repository';
import { ApiKeyVerifier } from './api-key-verifier';

const FULL = { ask: 'any' } as const;

/** A repository that answers when it is told to. */
class StubLookup {
  readonly asked: string[] = [];
  readonly rows = new Map<string, FoundApiKey>();
  answer: () => Promise<void> = () => Promise.resolve();

  async find(hash: string): Promise<FoundApiKey | undefined> {
    this.asked.push(hash);
    const row = this.rows.get(hash);
    await this.answer();
    return row;
  }
}

function setUp() {
  const clock = new StoppedClock();
  const lookup = new StubLookup();
  const cache = new CredentialCache(authConfig(), clock);
  const verifier = new ApiKeyVerifier(lookup as unknown as ApiKeyLookupRepository, cache, clock);
  const addKey = (changes: Partial<FoundApiKey> = {}): string => {
    const key = generateApiKey(randomBytes);
    lookup.rows.set(hashApiKey(key), {
      id: '33333333-3333-4333-8333-333333333333',
      hash: hashApiKey(key),
      previousEndsAt: null,
      teamId: TEAM_ID,
      userId: USER_ID,
      name: 'ci',
      prefix: key.slice(10, 18),
      scopes: ['mcp:read'],
      mcpBound: null,
      expiresAt: null,
      revokedAt: null,
      disabledAt: null,
      role: 'builder',
      ...changes,
    });
    return key;
  };
  return { clock, lookup, cache, verifier, addKey };
}

describe('ApiKeyVerifier', () => {
  it('gives the Principal of a good key, with the role of its user now', async () => {
    const { verifier, addKey } = setUp();
    const expiresAt = new Date(Date.UTC(2031, 0, 1));
    const key = addKey({ expiresAt });
    expect(await verifier.verify(key, FULL)).toEqual({
      userId: USER_ID,
      teamId: TEAM_ID,
      role: 'builder',
      credential: {
        type: 'api_key',
        id: '33333333-3333-4333-8333-333333333333',
        name: 'ci',
        keyPrefix: key.slice(10, 18),
        clientName: null,
        expiresAt,
      },
      scopes: ['mcp:read'],
    });
  });

  describe('the secret before a rotation', () => {
    const HOUR_MS = 3_600_000;
    const rotatedAway = (clock: StoppedClock, changes: Partial<FoundApiKey> = {}) => ({
      hash: 'of the secret after it',
      previousEndsAt: new Date(clock.time + HOUR_MS),
      ...changes,
    });

    it('is taken until its time, and says so', async () => {
      const { verifier, addKey, clock } = setUp();
      const key = addKey(rotatedAway(clock));
      const endsAt = new Date(clock.time + HOUR_MS);
      expect((await verifier.verify(key, FULL))?.credential.expiresAt).toEqual(endsAt);
      clock.time += HOUR_MS - 1;
      expect(await verifier.verify(key, FULL)).not.toBeNull();
      clock.time += 1;
      expect(await verifier.verify(key, FULL)).toBeNull();
    });

    it('ends with its key at the latest', async () => {
      const { verifier, addKey, clock } = setUp();
      const key = addKey(rotatedAway(clock, { expiresAt: new Date(clock.time + 1000) }));
      expect((await verifier.verify(key, FULL))?.credential.expiresAt).toEqual(new Date(clock.time + 1000));
      clock.time += 1000;
      expect(await verifier.verify(key, FULL)).toBeNull();
    });

    it('is gone with a revoked key', async () => {
      const { verifier, addKey, clock } = setUp();
      const key = addKey(rotatedAway(clock, { revokedAt: new Date(clock.time) }));
      expect(await verifier.verify(key, FULL)).toBeNull();
    });
  });

  it('asks once in the time of the cache, then again', async () => {
    const { verifier, addKey, lookup, clock } = setUp();
    const key = addKey();
    await verifier.verify(key, FULL);
    expect(verifier.verify(key, FULL)).not.toBeInstanceOf(Promise);
    expect(lookup.asked).toHaveLength(1);
    clock.time += 5_000;
    await verifier.verify(key, FULL);
    expect(lookup.asked).toHaveLength(2);
  });

  it('remembers that a key is unknown', async () => {
    const { verifier, lookup } = setUp();
    const key = generateApiKey(randomBytes);
    expect(await verifier.verify(key, FULL)).toBeNull();
    expect(verifier.verify(key, FULL)).toBeNull();
    expect(lookup.asked).toHaveLength(1);
  });

  it('A58: never asks for a key with a wrong checksum', () => {
    const { verifier, lookup } = setUp();
    for (let i = 0; i < 100; i += 1) {
      const key = generateApiKey(randomBytes);
      const wrong = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0');
      expect(verifier.verify(wrong, FULL)).toBeNull();
    }
    expect(lookup.asked).toEqual([]);
  });

  it('A59: looks a key up by its hash, and compares nothing of it itself', async () => {
    const { verifier, addKey, lookup } = setUp();
    const known = addKey();
    const similar = generateApiKey((size) => Buffer.from(known.slice(10, 10 + size)));
    await verifier.verify(known, FULL);
    await verifier.verify(similar, FULL);
    expect(lookup.asked).toEqual([hashApiKey(known), hashApiKey(similar)]);
    expect(lookup.asked.join()).not.toContain(known.slice(10, 18));
  });

  it.each([
    ['revoked', { revokedAt: new Date(0) }],
    ['of a disabled user', { disabledAt: new Date(0) }],
    ['expired', { expiresAt: new Date(Date.UTC(2030, 0, 1)) }],
  ])('A60, A62: refuses a key that is %s', async (_, changes) => {
    const { verifier, addKey } = setUp();
    expect(await verifier.verify(addKey(changes), FULL)).toBeNull();
  });

  it('asks once for all who bring the same unknown key at the same time', async () => {
    const { verifier, addKey, lookup } = setUp();
    const key = addKey();
    const results = await Promise.all(Array.from({ length: 50 }, async () => verifier.verify(key, FULL)));
    expect(new Set(results).size).toBe(1);
    expect(results[0]).not.toBeNull();
    expect(lookup.asked).toHaveLength(1);
  });

  it('neither remembers nor shares an answer that is older than a revocation', async () => {
    const { verifier, addKey, lookup, cache } = setUp();
    const key = addKey();
    let letGo = (): void => undefined;
    lookup.answer = () => new Promise((resolve) => (letGo = resolve));
    const before = verifier.verify(key, FULL);
    const releaseBefore = letGo;

    lookup.rows.set(hashApiKey(key), {
      ...(lookup.rows.get(hashApiKey(key)) as FoundApiKey),
      revokedAt: new Date(0),
    });
    cache.drop(`key:${hashApiKey(key)}`);
    const after = verifier.verify(key, FULL);
    letGo();
    releaseBefore();

    expect(await before).not.toBeNull();
    expect(await after).toBeNull();
    expect(await verifier.verify(key, FULL)).toBeNull();
    expect(lookup.asked).toHaveLength(2);
  });

  it('rejects while the store is down, and asks again afterwards', async () => {
    const { verifier, addKey, lookup } = setUp();
    const key = addKey();
    lookup.answer = () => Promise.reject(new Error('connection refused'));
    await expect(verifier.verify(key, FULL)).rejects.toThrow('connection refused');
    lookup.answer = () => Promise.resolve();
    expect(await verifier.verify(key, FULL)).not.toBeNull();
  });

  it('rejects when the store does not answer in time', async () => {
    jest.useFakeTimers();
    try {
      const { verifier, addKey, lookup } = setUp();
      lookup.answer = () => new Promise(() => undefined);
      const verdict = expect(verifier.verify(addKey(), FULL)).rejects.toThrow('no answer within 5000 ms');
      await jest.advanceTimersByTimeAsync(5_000);
      await verdict;
    } finally {
      jest.useRealTimers();
    }
  });

  describe('from memory only', () => {
    it('gives a key that is known', async () => {
      const { verifier, addKey } = setUp();
      const key = addKey();
      await verifier.verify(key, FULL);
      expect(verifier.verify(key, { ask: 'none' })).toMatchObject({ userId: USER_ID });
    });

    it('refuses every other key without asking', () => {
      const { verifier, addKey, lookup } = setUp();
      expect(verifier.verify(addKey(), { ask: 'none' })).toBeNull();
      expect(lookup.asked).toEqual([]);
    });
  });
});
