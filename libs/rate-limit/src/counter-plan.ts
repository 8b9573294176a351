import { Injectable } from '@nestjs/common';
import { normalizeIp } from '@nestjs/throttler';
import type { Principal } from '@app/auth';
import type { BucketName } from '@app/config';
import type { RoutePolicy } from '@app/permissions';
import type { CounterSpec, StoreFailureMode } from './counter';
import { LimitRules } from './limit-rules';

/** Buckets of a Principal, and over what each one counts. */
export type PrincipalBucket = 'api' | 'api_user' | 'api_team' | 'start_run' | 'sandbox_upload';
export type CounterScope = 'credential' | 'user' | 'team';
export const PRINCIPAL_BUCKETS: Readonly<Record<PrincipalBucket, CounterScope>> = {
  api: 'credential',
  api_user: 'user',
  api_team: 'team',
  start_run: 'credential',
  sandbox_upload: 'credential',
};

/** Buckets of an address, and what they do while the shared store is lost. */
export type AddressBucket = 'unauthenticated' | 'client_registration' | 'sign_in';
const ADDRESS_BUCKETS: Readonly<Record<AddressBucket, StoreFailureMode>> = {
  unauthenticated: 'local',
  // A guessed count here would multiply, by the number of replicas, the tries of whoever guesses passwords.
  client_registration: 'deny',
  sign_in: 'deny',
};

/** Limit of `@Throttle` on a route. */
export interface RouteLimit {
  readonly limit: number;
  /** Rounded up to whole seconds. */
  readonly windowMs: number;
}

/** Decides which counters a call has to pass. */
@Injectable()
export class CounterPlan {
  constructor(private readonly rules: LimitRules) {}

  /**
   * Counters of a call: those of every authenticated request, then the bucket of the operation.
   * @param own limit that the route sets for itself; counted on top unless it is that of the bucket `api`
   */
  ofCall(principal: Principal, policy: RoutePolicy, own?: RouteLimit): CounterSpec[] {
    const { cost } = policy;
    const api = this.ofPrincipal('api', principal, cost);
    const counters = [
      api,
      this.ofPrincipal('api_user', principal, cost),
      this.ofPrincipal('api_team', principal, cost),
    ];
    if (policy.kind === 'operation' && policy.bucket) {
      counters.push(this.ofPrincipal(policy.bucket, principal, cost));
    }
    if (own && (own.limit !== api.limit || own.windowMs !== api.windowSeconds * 1000)) {
      counters.push(ofRoute(policy, principal, own));
    }
    return counters;
  }

  /** One counter of a caller. */
  ofPrincipal(bucket: PrincipalBucket, principal: Principal, cost = 1): CounterSpec {
    const { limit, windowSeconds } = this.rules.limitOf(bucket, principal);
    const key = `rl:{${principal.teamId}}:${bucket}:${subjectOf(principal, PRINCIPAL_BUCKETS[bucket])}`;
    return { bucket, key, kind: 'window', limit, windowSeconds, cost };
  }

  /**
   * One counter of an address.
   * @param subject what the bucket counts besides the address, e.g. the account of a sign-in
   */
  ofAddress(bucket: AddressBucket, address: string, subject?: string): CounterSpec {
    const { limit, windowSeconds } = this.rules.limitOf(bucket satisfies BucketName);
    const group = addressGroupOf(address);
    const key =
      subject === undefined ? `rl:{ip:${group}}:${bucket}` : `rl:{ip:${group}}:${bucket}:${subject}`;
    return {
      bucket,
      key,
      kind: 'gcra',
      limit,
      windowSeconds,
      cost: 1,
      onStoreFailure: ADDRESS_BUCKETS[bucket],
    };
  }
}

/** @returns the address itself, of IPv6 the /64: whoever has one address of it has them all */
export function addressGroupOf(address: string): string {
  return normalizeIp(address) || 'unknown';
}

function ofRoute(policy: RoutePolicy, principal: Principal, own: RouteLimit): CounterSpec {
  return {
    bucket: policy.id,
    key: `rl:{${principal.teamId}}:route:${policy.id}:${principal.credential.id}`,
    kind: 'window',
    limit: Math.max(0, Math.floor(own.limit)),
    windowSeconds: Math.max(1, Math.ceil(own.windowMs / 1000)),
    cost: policy.cost,
  };
}

function subjectOf(principal: Principal, scope: CounterScope): string {
  if (scope === 'credential') return principal.credential.id;
  return scope === 'user' ? principal.userId : principal.teamId;
}
