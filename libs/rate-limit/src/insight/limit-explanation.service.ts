import { Injectable } from '@nestjs/common';
import { CounterPlan, countsFor } from '../counter-plan';
import type { CounterScope, PlannedCounter, PrincipalBucket } from '../counter-plan';
import { LimitRules } from '../limit-rules';
import type { LimitSubject } from '../limit-subject';
import { Limiter } from '../limiter';
import { RULE_BUCKETS } from '../rules/limit-rule';
import { CounterSight } from './counter-sight';
import { inWords } from './rule-in-words';

/** A limit, how much of it is left, and where it comes from. */
export interface ExplainedLimit {
  readonly bucket: PrincipalBucket;
  readonly scope: CounterScope;
  readonly limit: number;
  readonly windowSeconds: number;
  /** `null`: it is counted for each credential apart and none is given, or the counters are in another process. */
  readonly remaining: number | null;
  /** When more is left; `null` where `remaining` is. */
  readonly resetAt: Date | null;
  readonly ruleId: string | null;
  /** A rule on trial, which refuses nothing. */
  readonly shadow: boolean;
  /** Why the limit is what it is, as a sentence. */
  readonly because: string;
}

/** Tells an admin which limits hold for somebody, and why. */
@Injectable()
export class LimitExplanation {
  constructor(
    private readonly plan: CounterPlan,
    private readonly limiter: Limiter,
    private readonly rules: LimitRules,
    private readonly sight: CounterSight,
  ) {}

  /** Reads the counters of all subjects in one look; charges nothing. @returns the limits of each subject */
  async explain(subjects: readonly LimitSubject[]): Promise<ExplainedLimit[][]> {
    const planned = subjects.map((subject) => this.countersOf(subject));
    const read = planned.flatMap((counters, index) =>
      counters.filter(({ scope }) => countsFor(subjects[index] as LimitSubject, scope)),
    );
    const verdicts = new Map<PlannedCounter, { remaining: number; resetAtMs: number }>();
    if (this.sight.isClear && read.length > 0) {
      const { counters } = await this.limiter.peek(read);
      counters.forEach((verdict, index) => verdicts.set(read[index] as PlannedCounter, verdict));
    }
    return planned.map((counters, index) =>
      counters.map((counter) => {
        const { bucket, scope, limit, windowSeconds, ruleId, shadow = false } = counter;
        const rule = ruleId === undefined ? undefined : this.ruleOf(subjects[index] as LimitSubject, ruleId);
        const verdict = verdicts.get(counter);
        return {
          bucket,
          scope,
          limit,
          windowSeconds,
          remaining: verdict?.remaining ?? null,
          resetAt: verdict ? new Date(verdict.resetAtMs) : null,
          ruleId: ruleId ?? null,
          shadow,
          because: inWords({ limit, windowSeconds }, rule),
        };
      }),
    );
  }

  /** What counts per user says nothing about a subject without one. */
  private countersOf(subject: LimitSubject): PlannedCounter[] {
    return RULE_BUCKETS.flatMap((bucket) => this.plan.ofBucket(bucket, subject)).filter(
      ({ scope }) => scope !== 'user' || countsFor(subject, scope),
    );
  }

  private ruleOf({ teamId }: LimitSubject, id: string) {
    return this.rules.rulesOf(teamId).byId(id);
  }
}
