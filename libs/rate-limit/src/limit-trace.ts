import type { LimitTrace } from '@app/telemetry';
import { shadowRefusals } from './counter';
import type { CounterVerdict, Decision } from './counter';

/**
 * What the audit trail and the metrics learn of a decision.
 * @param cost units that the call takes of every counter
 * @param refusing the counter that refuses the call, if one does
 */
export function toLimitTrace(
  decision: Decision,
  cost: number,
  refusing: CounterVerdict | undefined,
): LimitTrace {
  return {
    cost,
    refusedBucket: refusing?.bucket,
    refusedRuleId: refusing?.ruleId,
    shadowRefusals: shadowRefusals(decision),
    counters: refusing
      ? [{ bucket: refusing.bucket, verdict: 'refused' }]
      : decision.counters.map(({ bucket, allowed }) => ({
          bucket,
          // Whatever refuses a call that is admitted is on trial.
          verdict: allowed ? 'allowed' : 'shadow_refused',
        })),
  };
}
