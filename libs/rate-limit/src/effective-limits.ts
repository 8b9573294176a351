import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/auth';
import { CounterPlan } from './counter-plan';
import type { CounterScope, PrincipalBucket } from './counter-plan';
import { Limiter } from './limiter';
import { RULE_BUCKETS } from './rules/limit-rule';

/** One limit as it holds for a caller now. */
export interface EffectiveLimit {
  readonly bucket: PrincipalBucket;
  /** Over what the bucket counts. */
  readonly scope: CounterScope;
  readonly limit: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  /** When more quota exists. */
  readonly resetAt: Date;
  /** The rule that set it; `undefined`: the configured default. */
  readonly ruleId: string | undefined;
  /** A rule on trial, which refuses nothing. */
  readonly shadow: boolean;
}

/** Tells which limits a caller has, what is left of them, and where each comes from. */
@Injectable()
export class EffectiveLimits {
  constructor(
    private readonly limiter: Limiter,
    private readonly plan: CounterPlan,
  ) {}

  /** Reads all limits of the caller in one look; charges nothing. The call that asks is already counted. */
  async describe(principal: Principal): Promise<EffectiveLimit[]> {
    const specs = RULE_BUCKETS.flatMap((bucket) => this.plan.ofBucket(bucket, principal));
    const { counters } = await this.limiter.peek(specs);
    return specs.flatMap(({ bucket, scope }, index) => {
      const counter = counters[index];
      if (!counter) return [];
      const { limit, windowSeconds, remaining, resetAtMs, ruleId, shadow } = counter;
      return [
        { bucket, scope, limit, windowSeconds, remaining, resetAt: new Date(resetAtMs), ruleId, shadow },
      ];
    });
  }
}
