import { Injectable } from '@nestjs/common';
import { normalizeIp } from '@nestjs/throttler';
import type { Principal } from '@app/auth';
import type { BucketLimit, BucketName } from '@app/config';
import type { RoutePolicy } from '@app/permissions';
import type { CounterSpec, StoreFailureMode } from './counter';
import { LimitRules } from './limit-rules';
import type { ActiveRule, RuleBucket, RuleMode } from './rules/limit-rule';
import type { RuleSet } from './rules/rule-set';

/** Over what a counter of a Principal counts. */
export type CounterScope = 'credential' | 'user' | 'team';
const SCOPES = ['credential', 'user', 'team'] as const satisfies readonly CounterScope[];

/** Buckets that callers see. */
export type PrincipalBucket = 'api' | 'api_user' | 'api_team' | 'start_run' | 'sandbox_upload';

/** The counters with a default, by what a rule can set; other scopes count only where a rule says so. */
const DEFAULTS: Readonly<Record<RuleBucket, Partial<Record<CounterScope, PrincipalBucket>>>> = {
  api: { credential: 'api', user: 'api_user', team: 'api_team' },
  start_run: { credential: 'start_run' },
  sandbox_upload: { credential: 'sandbox_upload' },
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

/** A counter of a caller, and over what it counts. */
export interface PlannedCounter extends CounterSpec {
  readonly bucket: PrincipalBucket;
  readonly scope: CounterScope;
}

/** Decides which counters a call has to pass. */
@Injectable()
export class CounterPlan {
  constructor(private readonly rules: LimitRules) {}

  /**
   * Counters of a call: those of every authenticated request, then the bucket of the operation. The first is
   * always that of the bucket `api` per credential.
   * @param own limit that the route sets for itself; counted on top unless it is that of the bucket `api`
   */
  ofCall(principal: Principal, policy: RoutePolicy, own?: RouteLimit): CounterSpec[] {
    const counters: CounterSpec[] = this.ofBucket('api', principal, policy.cost);
    if (policy.kind === 'operation' && policy.bucket) {
      counters.push(...this.ofBucket(policy.bucket, principal, policy.cost));
    }
    const [api] = counters;
    if (own && (own.limit !== api?.limit || own.windowMs !== api.windowSeconds * 1000)) {
      counters.push(ofRoute(policy, principal, own));
    }
    return counters;
  }

  /** Counters of a caller for one bucket: per credential, user and team, then those of rules on trial. */
  ofBucket(bucket: RuleBucket, principal: Principal, cost = 1): PlannedCounter[] {
    const rules = this.rules.rulesOf(principal.teamId);
    const inForce = SCOPES.flatMap((scope) => {
      const name = DEFAULTS[bucket][scope];
      const rule = ruleFor(rules, 'enforce', bucket, scope, principal);
      const limit: BucketLimit | undefined = rule ?? (name && this.rules.defaultOf(name));
      if (!limit) return [];
      const key = name ? `${name}:` : `${bucket}:${scope}:`;
      return [counterOf(principal, { bucket: name ?? bucket, scope, key, limit, cost, ruleId: rule?.id })];
    });
    return rules.size === 0 ? inForce : [...inForce, ...onTrial(rules, bucket, principal, cost)];
  }

  /**
   * One counter of an address.
   * @param subject what the bucket counts besides the address, e.g. the account of a sign-in
   */
  ofAddress(bucket: AddressBucket, address: string, subject?: string): CounterSpec {
    const { limit, windowSeconds } = this.rules.defaultOf(bucket satisfies BucketName);
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

/** A rule on trial counts in a key of its own: what it would admit is not what is admitted. */
function onTrial(rules: RuleSet, bucket: RuleBucket, principal: Principal, cost: number): PlannedCounter[] {
  return SCOPES.flatMap((scope) => {
    const rule = ruleFor(rules, 'shadow', bucket, scope, principal);
    if (!rule) return [];
    const counter = counterOf(principal, {
      bucket: DEFAULTS[bucket][scope] ?? bucket,
      scope,
      key: `shadow:${rule.id}:`,
      limit: rule,
      cost,
      ruleId: rule.id,
    });
    return [{ ...counter, shadow: true }];
  });
}

function ruleFor(
  rules: RuleSet,
  mode: RuleMode,
  bucket: RuleBucket,
  scope: CounterScope,
  principal: Principal,
): ActiveRule | undefined {
  if (rules.size === 0) return undefined;
  if (scope === 'credential') return rules.perCredential(mode, bucket, principal);
  return scope === 'user' ? rules.perUser(mode, bucket, principal) : rules.perTeam(mode, bucket, principal);
}

interface CounterParts {
  readonly bucket: PrincipalBucket;
  readonly scope: CounterScope;
  /** What stands before the subject in the key. */
  readonly key: string;
  readonly limit: BucketLimit;
  readonly cost: number;
  readonly ruleId: string | undefined;
}

function counterOf(principal: Principal, parts: CounterParts): PlannedCounter {
  const { bucket, scope, key, limit, cost, ruleId } = parts;
  return {
    bucket,
    scope,
    key: `rl:{${principal.teamId}}:${key}${subjectOf(principal, scope)}`,
    kind: 'window',
    limit: limit.limit,
    windowSeconds: limit.windowSeconds,
    cost,
    ...(ruleId !== undefined && { ruleId }),
  };
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
