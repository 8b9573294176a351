import type { Principal } from '@app/auth';
import { DEFAULT_BUCKETS } from '@app/config';
import { asTeamId } from '@app/database';
import type { RoutePolicy } from '@app/permissions';
import { CounterPlan } from './counter-plan';
import type { ActiveRule } from './rules/limit-rule';
import { RuleSet } from './rules/rule-set';

const planWith = (...rules: Partial<ActiveRule>[]) =>
  new CounterPlan({
    defaultOf: (bucket) => DEFAULT_BUCKETS[bucket],
    rulesOf: () => new RuleSet(rules.map((rule, index) => ({ ...RULE, id: `rule-${index}`, ...rule }))),
  });
const RULE: ActiveRule = {
  id: 'rule',
  subject: 'team',
  subjectId: 'team',
  bucket: 'api',
  limit: 7,
  windowSeconds: 10,
  mode: 'enforce',
};
const plan = planWith();
const principal = {
  userId: 'user',
  teamId: asTeamId('team'),
  role: 'member',
  credential: { type: 'api_key', id: 'key' },
} as Principal;

describe('CounterPlan', () => {
  describe('ofCall', () => {
    it('counts per credential, user, team and by the bucket of the operation', () => {
      const policy = { kind: 'operation', id: 'upload', cost: 2, bucket: 'sandbox_upload' } as RoutePolicy;
      expect(plan.ofCall(principal, policy)).toEqual([
        {
          bucket: 'api',
          scope: 'credential',
          key: 'rl:{team}:api:key',
          kind: 'window',
          limit: 300,
          windowSeconds: 60,
          cost: 2,
        },
        {
          bucket: 'api_user',
          scope: 'user',
          key: 'rl:{team}:api_user:user',
          kind: 'window',
          limit: 900,
          windowSeconds: 60,
          cost: 2,
        },
        {
          bucket: 'api_team',
          scope: 'team',
          key: 'rl:{team}:api_team:team',
          kind: 'window',
          limit: 6000,
          windowSeconds: 60,
          cost: 2,
        },
        {
          bucket: 'sandbox_upload',
          scope: 'credential',
          key: 'rl:{team}:sandbox_upload:key',
          kind: 'window',
          limit: 60,
          windowSeconds: 60,
          cost: 2,
        },
      ]);
    });

    it('adds the limit that a route sets for itself, unless it is the default', () => {
      const policy = { kind: 'surface', id: 'mcp', access: 'credential', cost: 1 } as RoutePolicy;
      expect(plan.ofCall(principal, policy, { limit: 300, windowMs: 60_000 })).toHaveLength(3);
      expect(plan.ofCall(principal, policy, { limit: 300, windowMs: 1500 })[3]).toEqual({
        bucket: 'mcp',
        key: 'rl:{team}:route:mcp:key',
        kind: 'window',
        limit: 300,
        windowSeconds: 2,
        cost: 1,
      });
    });
  });

  describe('ofAddress', () => {
    it.each([
      ['192.0.2.7', 'rl:{ip:192.0.2.7}:unauthenticated'],
      ['::ffff:192.0.2.7', 'rl:{ip:192.0.2.7}:unauthenticated'],
      ['2001:db8:1:2:3:4:5:6', 'rl:{ip:2001:db8:1:2::/64}:unauthenticated'],
      ['2001:DB8:1:2:ffff::1', 'rl:{ip:2001:db8:1:2::/64}:unauthenticated'],
      ['2001:db8:1:3::1', 'rl:{ip:2001:db8:1:3::/64}:unauthenticated'],
      ['::1', 'rl:{ip:::1}:unauthenticated'],
      ['', 'rl:{ip:unknown}:unauthenticated'],
    ])('groups %s', (address, key) => {
      expect(plan.ofAddress('unauthenticated', address)).toMatchObject({ key, kind: 'gcra', limit: 600 });
    });

    it('counts sign-ins per account and address, and never guesses them', () => {
      expect(plan.ofAddress('sign_in', '192.0.2.7', 'a@b.test')).toMatchObject({
        key: 'rl:{ip:192.0.2.7}:sign_in:a@b.test',
        onStoreFailure: 'deny',
      });
      expect(plan.ofAddress('client_registration', '192.0.2.7')).toMatchObject({ onStoreFailure: 'deny' });
      expect(plan.ofAddress('unauthenticated', '192.0.2.7')).not.toHaveProperty('onStoreFailure');
    });

    it('counts what clients make us fetch apart from what they register, also while the store is lost', () => {
      const counter = plan.ofAddress('client_fetch', '192.0.2.7');
      expect(counter).toMatchObject({ key: 'rl:{ip:192.0.2.7}:client_fetch', kind: 'gcra', limit: 60 });
      expect(counter).not.toHaveProperty('onStoreFailure');
    });
  });

  it('takes from each bucket what it does while the store is lost, whatever rule sets its limit', () => {
    const denying = new CounterPlan({
      defaultOf: (bucket) => ({
        ...DEFAULT_BUCKETS[bucket],
        onStoreFailure: bucket === 'start_run' || bucket === 'unauthenticated' ? 'deny' : 'local',
      }),
      rulesOf: () => new RuleSet([RULE, { ...RULE, id: 'other', bucket: 'start_run' }]),
    });
    const modes = (bucket: 'api' | 'start_run') =>
      denying.ofBucket(bucket, principal).map(({ onStoreFailure }) => onStoreFailure);
    expect(modes('api')).toEqual(['local', 'local', 'local']);
    expect(modes('start_run')).toEqual(['deny', 'deny']);
    expect(denying.ofAddress('unauthenticated', '192.0.2.7').onStoreFailure).toBe('deny');
  });

  describe('rules', () => {
    const seen = (counters: ReturnType<CounterPlan['ofBucket']>) =>
      counters.map(({ bucket, scope, limit, ruleId, shadow }) => [bucket, scope, limit, ruleId, shadow]);

    it('a rule on a key, a client or a role replaces the default per credential, the most specific first', () => {
      const role = { subject: 'role', subjectId: 'member', limit: 1 } as const;
      const client = { subject: 'oauth_client', subjectId: 'client', limit: 2 } as const;
      const key = { subject: 'api_key', subjectId: 'key', limit: 3 } as const;
      const other = { subject: 'api_key', subjectId: 'another', limit: 4 } as const;
      const limitOf = (who: Principal, ...rules: Partial<ActiveRule>[]) =>
        planWith(...rules).ofBucket('api', who)[0]?.limit;
      const viaClient = {
        ...principal,
        credential: { ...principal.credential, type: 'oauth', clientId: 'client' },
      } as Principal;
      expect(limitOf(principal, role, client, key)).toBe(3);
      expect(limitOf(principal, role, client)).toBe(1);
      expect(limitOf(viaClient, role, client, key)).toBe(2);
      expect(limitOf(principal, client, other)).toBe(300);
    });

    it('a rule on a user or a team replaces the default over all credentials', () => {
      const user = { subject: 'user', subjectId: 'user', limit: 20 } as const;
      const counters = planWith(user, { limit: 30 }).ofBucket('api', principal);
      expect(seen(counters)).toEqual([
        ['api', 'credential', 300, undefined, undefined],
        ['api_user', 'user', 20, 'rule-0', undefined],
        ['api_team', 'team', 30, 'rule-1', undefined],
      ]);
    });

    it('for another bucket a rule on a user or a team is a further counter, in a key of its own', () => {
      const counters = planWith({ bucket: 'start_run' }).ofBucket('start_run', principal);
      expect(seen(counters)).toEqual([
        ['start_run', 'credential', 30, undefined, undefined],
        ['start_run', 'team', 7, 'rule-0', undefined],
      ]);
      expect(new Set(counters.map(({ key }) => key)).size).toBe(2);
    });

    it('a rule on trial counts beside what holds, in a key of its own', () => {
      const counters = planWith({ mode: 'shadow', limit: 1 }, { limit: 50 }).ofBucket('api', principal);
      expect(seen(counters)).toEqual([
        ['api', 'credential', 300, undefined, undefined],
        ['api_user', 'user', 900, undefined, undefined],
        ['api_team', 'team', 50, 'rule-1', undefined],
        ['api_team', 'team', 1, 'rule-0', true],
      ]);
      expect(counters.at(-1)?.key).toBe('rl:{team}:shadow:rule-0:team');
    });

    it('a rule for one bucket leaves the others alone', () => {
      expect(planWith({ bucket: 'start_run' }).ofBucket('api', principal)).toEqual(
        plan.ofBucket('api', principal),
      );
    });
  });
});
