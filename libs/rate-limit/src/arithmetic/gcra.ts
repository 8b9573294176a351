import { chargeOf, SECOND_US } from './arithmetic';
import type { Arithmetic, Quota } from './arithmetic';

/**
 * Generic cell rate algorithm: the state is the theoretical arrival time (TAT), in microseconds.
 *
 * - The interval of a unit is rounded up to a whole microsecond: the rate is never above limit ÷ window, and the
 *   burst is exactly the limit.
 * - A TAT further ahead than the tolerance is cut to it. It stems from an earlier, longer limit or from a clock
 *   that was wrong, and would otherwise block for as long.
 */
export const gcraArithmetic: Arithmetic<number> = {
  wait(tat, quota, nowUs) {
    if (quota.limit <= 0) return quota.windowSeconds * SECOND_US;
    const interval = intervalOf(quota);
    return Math.max(0, aheadOf(tat, quota, nowUs) + chargeOf(quota) * interval - quota.limit * interval);
  },

  spend(tat, quota, nowUs) {
    return nowUs + aheadOf(tat, quota, nowUs) + chargeOf(quota) * intervalOf(quota);
  },

  level(tat, quota, nowUs) {
    if (quota.limit <= 0) return { remaining: 0, resetUs: 0 };
    const interval = intervalOf(quota);
    const ahead = aheadOf(tat, quota, nowUs);
    const remaining = Math.floor((quota.limit * interval - ahead) / interval);
    return { remaining, resetUs: ahead === 0 ? 0 : ahead - (quota.limit - remaining - 1) * interval };
  },

  lifetime(tat, _quota, nowUs) {
    return Math.max(0, tat - nowUs);
  },
};

const intervalOf = (quota: Quota): number => Math.ceil((quota.windowSeconds * SECOND_US) / quota.limit);

/** How far the TAT lies ahead of now, within 0 and the tolerance. */
function aheadOf(tat: number | undefined, quota: Quota, nowUs: number): number {
  if (tat === undefined) return 0;
  return Math.min(Math.max(0, tat - nowUs), quota.limit * intervalOf(quota));
}
