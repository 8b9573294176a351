import type { Principal } from '@app/auth';
import { DEFAULT_BUCKETS } from '@app/config';
import { asTeamId } from '@app/database';
import type { RoutePolicy } from '@app/permissions';
import { CounterPlan } from './counter-plan';

const plan = new CounterPlan({ limitOf: (bucket) => DEFAULT_BUCKETS[bucket] });
const principal = { userId: 'user', teamId: asTeamId('team'), credential: { id: 'key' } } as Principal;

describe('CounterPlan', () => {
  describe('ofCall', () => {
    it('counts per credential, user, team and by the bucket of the operation', () => {
      const policy = { kind: 'operation', id: 'upload', cost: 2, bucket: 'sandbox_upload' } as RoutePolicy;
      expect(plan.ofCall(principal, policy)).toEqual([
        { bucket: 'api', key: 'rl:{team}:api:key', kind: 'window', limit: 300, windowSeconds: 60, cost: 2 },
        {
          bucket: 'api_user',
          key: 'rl:{team}:api_user:user',
          kind: 'window',
          limit: 900,
          windowSeconds: 60,
          cost: 2,
        },
        {
          bucket: 'api_team',
          key: 'rl:{team}:api_team:team',
          kind: 'window',
          limit: 6000,
          windowSeconds: 60,
          cost: 2,
        },
        {
          bucket: 'sandbox_upload',
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
      expect(plan.ofAddress('unauthenticated', '192.0.2.7')).toMatchObject({ onStoreFailure: 'local' });
    });
  });
});
