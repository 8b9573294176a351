import { Injectable } from '@nestjs/common';
import { normalizeIp } from '@nestjs/throttler';
import type { BucketLimit, BucketName, StoreFailureMode } from '@app/config';
import type { OperationQuota, RoutePolicy } from '@app/permissions';
import type { CounterSpec } from './counter';
import { LimitRules } from './limit-rules';
import type { LimitedCaller, LimitSubject } from './limit-subject';
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

/** Buckets of an address. */
export type AddressBucket = 'unauthenticated' | 'client_registration' | 'client_fetch' | 'sign_in';

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
   * Counters of a call: those of every authenticated request, then the bucket of the operation, then the quota that
   * it brings along. The first is always that of the bucket `api` per credential.
   * @param own limit that the route sets for itself; counted on top unless it is that of the bucket `api`
   */
  ofCall(principal: LimitedCaller, policy: RoutePolicy, own?: RouteLimit): CounterSpec[] {
    const counters: CounterSpec[] = this.ofBucket('api', principal, policy.cost);
    if (policy.kind === 'operation' && policy.bucket) {
      counters.push(...this.ofBucket(policy.bucket, principal, policy.cost));
    }
    if (policy.kind === 'operation' && policy.quota) {
      counters.push(ofQuota(policy.quota, principal, policy.cost));
    }
    const [api] = counters;
    if (own && (own.limit !== api?.limit || own.windowMs !== api.windowSeconds * 1000)) {
      counters.push(ofRoute(policy, principal, own));
    }
    return counters;
  }

  /**
   * Counters of a caller for one bucket: per credential, user and team, then those of rules on trial. The key of a
   * counter whose subject is not known says nothing; `countsFor` tells.
   */
  ofBucket(bucket: RuleBucket, principal: LimitSubject, cost = 1): PlannedCounter[] {
    const rules = this.rules.rulesOf(principal.teamId);
    const inForce = SCOPES.flatMap((scope) => {
      const name = DEFAULTS[bucket][scope];
      const rule = ruleFor(rules, 'enforce', bucket, scope, principal);
      const base = name && this.rules.defaultOf(name);
      const limit: BucketLimit | undefined = rule ?? base;
      if (!limit) return [];
      const key = name ? `${name}:` : `${bucket}:${scope}:`;
      // A rule sets how much passes; what happens without Redis stays the operator's decision.
      const { onStoreFailure } = base ?? this.rules.defaultOf(bucket);
      const parts = { bucket: name ?? bucket, scope, key, limit, cost, ruleId: rule?.id, onStoreFailure };
      return [counterOf(principal, parts)];
    });
    return rules.size === 0 ? inForce : [...inForce, ...onTrial(rules, bucket, principal, cost)];
  }

  /**
   * One counter of an address.
   * @param subject what the bucket counts besides the address, e.g. the account of a sign-in
   */
  ofAddress(bucket: AddressBucket, address: string, subject?: string): CounterSpec {
    return this.ofStranger(bucket, `ip:${addressGroupOf(address)}`, subject);
  }

  /** One counter of an account that somebody wants to sign in to, wherever they are. */
  ofAccount(bucket: 'sign_in_account', account: string): CounterSpec {
    return this.ofStranger(bucket, `account:${account}`);
  }

  private ofStranger(bucket: BucketName, owner: string, subject?: string): CounterSpec {
    const { limit, windowSeconds, onStoreFailure } = this.rules.defaultOf(bucket);
    const key = `rl:{${owner}}:${bucket}${subject === undefined ? '' : `:${subject}`}`;
    return {
      bucket,
      key,
      kind: 'gcra',
      limit,
      windowSeconds,
      cost: 1,
      ...(onStoreFailure && { onStoreFailure }),
    };
  }
}

/** @returns the address itself, of IPv6 the /64: whoever has one address of it has them all */
export function addressGroupOf(address: string): string {
  return normalizeIp(address) || 'unknown';
}

/** A rule on trial counts in a key of its own: what it would admit is not what is admitted. */
function onTrial(
  rules: RuleSet,
  bucket: RuleBucket,
  principal: LimitSubject,
  cost: number,
): PlannedCounter[] {
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
  principal: LimitSubject,
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
  readonly onStoreFailure?: StoreFailureMode | undefined;
}

function counterOf(principal: LimitSubject, parts: CounterParts): PlannedCounter {
  const { bucket, scope, key, limit, cost, ruleId, onStoreFailure } = parts;
  return {
    bucket,
    scope,
    key: `rl:{${principal.teamId}}:${key}${subjectIdOf(principal, scope)}`,
    kind: 'window',
    limit: limit.limit,
    windowSeconds: limit.windowSeconds,
    cost,
    ...(ruleId !== undefined && { ruleId }),
    ...(onStoreFailure && { onStoreFailure }),
  };
}

function ofRoute(policy: RoutePolicy, principal: LimitedCaller, own: RouteLimit): CounterSpec {
  return {
    bucket: policy.id,
    key: `rl:{${principal.teamId}}:route:${policy.id}:${principal.credential.id}`,
    kind: 'window',
    limit: Math.max(0, Math.floor(own.limit)),
    windowSeconds: Math.max(1, Math.ceil(own.windowMs / 1000)),
    cost: policy.cost,
  };
}

function ofQuota(
  { bucket, limit, windowSeconds }: OperationQuota,
  principal: LimitedCaller,
  cost: number,
): CounterSpec {
  return {
    bucket,
    key: `rl:{${principal.teamId}}:quota:${bucket}:${principal.credential.id}`,
    kind: 'window',
    limit,
    windowSeconds,
    cost,
  };
}

function subjectIdOf({ credential, userId, teamId }: LimitSubject, scope: CounterScope): string | undefined {
  if (scope === 'credential') return credential?.id;
  return scope === 'user' ? userId : teamId;
}

/** @returns whether a counter over this scope counts for somebody of whom so much is known */
export function countsFor(subject: LimitSubject, scope: CounterScope): boolean {
  return subjectIdOf(subject, scope) !== undefined;
}

/** @returns the bucket that callers see where a scope has a default limit; `undefined`: it counts by rule alone */
export function defaultBucketOf(bucket: RuleBucket, scope: CounterScope): PrincipalBucket | undefined {
  return DEFAULTS[bucket][scope];
}
