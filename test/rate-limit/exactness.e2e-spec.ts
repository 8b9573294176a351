import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Principal } from '@app/auth';
import { DEFAULT_BUCKETS } from '@app/config';
import { asTeamId } from '@app/database';
import type { OperationPolicy } from '@app/permissions';
import { CounterPlan, RuleSet } from '@app/rate-limit';
import type { ActiveRule } from '@app/rate-limit';
import { RedisServer } from './support/redis-server';
import { burst, counterOf20, Replicas } from './support/replicas';
import type { Replica } from './support/replicas';

const ROUNDS = 20;
const LIMIT = 20;

describe('three replicas under a burst of ten times the limit', () => {
  let replicas: Replicas;
  let three: Replica[];
  beforeAll(async () => {
    replicas = await Replicas.create();
    three = [await replicas.add(), await replicas.add(), await replicas.add()];
  });
  afterAll(() => replicas.dispose());

  it('admit exactly the limit of a window, in every round', async () => {
    const admitted = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      admitted.push(await burst(10 * LIMIT, three, counterOf20()));
    }
    expect(admitted).toEqual(Array(ROUNDS).fill(LIMIT));
  });

  it('admit the limit of a gcra counter and what refills meanwhile, never more, in every round', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const spec = counterOf20({ kind: 'gcra', windowSeconds: 1 });
      const begin = performance.now();
      const admitted = await burst(10 * LIMIT, three, spec);
      const refilled = Math.floor(((performance.now() - begin) / 1000) * LIMIT);
      expect(admitted).toBeGreaterThanOrEqual(LIMIT);
      expect(admitted).toBeLessThanOrEqual(LIMIT + refilled);
    }
  });

  it('admit no more than the smallest of several counters, and charge no other for what that refuses', async () => {
    const [narrow, wide] = [counterOf20(), counterOf20({ limit: 1000 })];
    const decisions = await Promise.all(
      Array.from({ length: 10 * LIMIT }, (_, call) => three[call % 3]!.store.consume([wide, narrow])),
    );
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(LIMIT);
    const { counters } = await three[0]!.store.peek([wide]);
    expect(counters[0]?.remaining).toBe(1000 - LIMIT);
  });

  it('refuse nothing for a limit on trial, and tell what it would have refused', async () => {
    const decisions = await Promise.all(
      Array.from({ length: 10 * LIMIT }, (_, call) =>
        three[call % 3]!.store.consume([counterOf20({ limit: 1000 }), TRIAL]),
      ),
    );
    expect(decisions.every(({ allowed }) => allowed)).toBe(true);
    expect(decisions.filter(({ counters }) => counters[1]?.allowed === false)).toHaveLength(9 * LIMIT);
  });

  it.each(['window', 'gcra'] as const)(
    'admit a refused call after exactly the time that %s returned',
    async (kind) => {
      const spec = counterOf20({ kind, windowSeconds: 1 });
      await burst(10 * LIMIT, three, spec);
      // What refilled since the burst is taken first: only a refusal names a time.
      let refusal = await three[0]!.store.consume([spec]);
      while (refusal.allowed) refusal = await three[0]!.store.consume([spec]);
      await sleep(refusal.counters[0]!.retryAfterMs + 1);
      expect((await three[1]!.store.consume([spec])).allowed).toBe(true);
    },
  );
});

const TRIAL = counterOf20({ shadow: true, ruleId: 'trial' });

describe('the keys of one call', () => {
  let server: RedisServer;
  let redis: Redis;
  beforeAll(async () => {
    server = await RedisServer.start('--cluster-enabled', 'yes');
    redis = new Redis(server.url);
  });
  afterAll(async () => {
    redis.disconnect();
    await server.dispose();
  });

  const slotsOf = async (keys: string[]): Promise<Set<number>> =>
    new Set(await Promise.all(keys.map((key) => redis.cluster('KEYSLOT', key))));
  const rule = (more: Partial<ActiveRule>): ActiveRule => ({
    id: '5ae9d3a8-0a05-4f8e-9a57-0b6f6f1f7c11',
    subject: 'team',
    subjectId: 'a team',
    bucket: 'start_run',
    limit: 7,
    windowSeconds: 10,
    mode: 'enforce',
    ...more,
  });

  it('lie in one slot of a cluster, with rules in force, on trial and of the route; teams lie apart', async () => {
    const teamSlots = new Set<number>();
    for (const teamId of ['a team', 'another}team{', 'a third team']) {
      const rules = [rule({ subjectId: teamId }), rule({ subjectId: teamId, mode: 'shadow', id: 'trial' })];
      const plan = new CounterPlan({
        defaultOf: (bucket) => DEFAULT_BUCKETS[bucket],
        rulesOf: () => new RuleSet(rules),
      });
      const principal = {
        userId: 'a user',
        teamId: asTeamId(teamId),
        role: 'member',
        credential: { type: 'api_key', id: 'a {key}' },
      } as unknown as Principal;
      const policy = { kind: 'operation', id: 'start_run', cost: 1, bucket: 'start_run' } as OperationPolicy;
      const specs = plan.ofCall(principal, policy, { limit: 3, windowMs: 1000 });
      const keys = specs.map(({ key }) => key);
      expect(new Set(keys).size).toBe(7);
      const slots = await slotsOf(keys);
      expect(slots.size).toBe(1);
      for (const slot of slots) teamSlots.add(slot);
    }
    expect(teamSlots.size).toBe(3);
  });

  it('of an address lie in one slot, those of a sign-in too', async () => {
    const plan = new CounterPlan({
      defaultOf: (bucket) => DEFAULT_BUCKETS[bucket],
      rulesOf: () => new RuleSet([]),
    });
    const keys = ['192.0.2.1', '2001:db8::1'].map((address) => [
      plan.ofAddress('sign_in', address, 'account').key,
      plan.ofAddress('sign_in', address).key,
    ]);
    for (const pair of keys) expect((await slotsOf(pair)).size).toBe(1);
    expect((await slotsOf(keys.flat())).size).toBe(2);
  });
});
