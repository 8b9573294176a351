import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/auth';
import { CounterPlan, PRINCIPAL_BUCKETS } from './counter-plan';
import type { CounterScope, PrincipalBucket } from './counter-plan';
import { Limiter } from './limiter';

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
}

const BUCKETS = Object.keys(PRINCIPAL_BUCKETS) as PrincipalBucket[];

/** Tells a caller its limits. */
@Injectable()
export class EffectiveLimits {
  constructor(
    private readonly limiter: Limiter,
    private readonly plan: CounterPlan,
  ) {}

  /** Reads all limits of the caller; charges nothing. The call that asks is already counted. */
  async describe(principal: Principal): Promise<EffectiveLimit[]> {
    const specs = BUCKETS.map((bucket) => this.plan.ofPrincipal(bucket, principal));
    const { counters } = await this.limiter.peek(specs);
    return BUCKETS.flatMap((bucket, index) => {
      const counter = counters[index];
      if (!counter) return [];
      const { limit, windowSeconds, remaining, resetAtMs } = counter;
      const scope = PRINCIPAL_BUCKETS[bucket];
      return [{ bucket, scope, limit, windowSeconds, remaining, resetAt: new Date(resetAtMs) }];
    });
  }
}
