import { Injectable } from '@nestjs/common';
import type { RoutePolicy } from '@app/permissions';
import { refusingCounter } from '../counter';
import { CounterPlan } from '../counter-plan';
import { LimitRules } from '../limit-rules';
import type { LimitedCaller } from '../limit-subject';
import { Limiter } from '../limiter';
import { CounterSight } from './counter-sight';
import { inWords } from './rule-in-words';

/** A limit that refuses a call now. */
export interface LimitRefusal {
  readonly bucket: string;
  /** When the call is admitted. */
  readonly until: Date;
  /** Limit and where it comes from, as a sentence. */
  readonly because: string;
}

/** Tells what the limiter would say to a call. */
@Injectable()
export class CallLimits {
  constructor(
    private readonly plan: CounterPlan,
    private readonly limiter: Limiter,
    private readonly rules: LimitRules,
    private readonly sight: CounterSight,
  ) {}

  /**
   * Asks the counters that the guard would charge; charges nothing.
   * @returns the limit that refuses the call now; nothing if it passes, or the counters are in another process
   */
  async refusalOf(caller: LimitedCaller, policy: RoutePolicy): Promise<LimitRefusal | undefined> {
    if (!this.sight.isClear) return undefined;
    const refusing = refusingCounter(await this.limiter.peek(this.plan.ofCall(caller, policy)));
    if (!refusing) return undefined;
    const { bucket, resetAtMs, resetAfterMs, retryAfterMs, ruleId } = refusing;
    const rule = ruleId === undefined ? undefined : this.rules.rulesOf(caller.teamId).byId(ruleId);
    return {
      bucket,
      until: new Date(resetAtMs - resetAfterMs + retryAfterMs),
      because: inWords(refusing, rule),
    };
  }
}
