import { chargeOf, SECOND_US } from './arithmetic';
import type { Arithmetic, Quota } from './arithmetic';

/** Units admitted in one cell. `start` is in sixteenths of a second, which a changed window length leaves valid. */
export interface Cell {
  readonly start: number;
  readonly count: number;
}

const CELLS = 16;
const SIXTEENTH_US = SECOND_US / CELLS;

/**
 * Sliding window, counted in cells of 1/16 window.
 *
 * - A cell is `windowSeconds` sixteenths of a second long.
 * - The oldest cell, which the window only partly covers, counts whole. So no window of that length ever holds
 *   more than the limit, and a unit comes back at most one cell late.
 */
export const windowArithmetic: Arithmetic<readonly Cell[]> = {
  wait(cells, quota, nowUs) {
    if (quota.limit <= 0) return quota.windowSeconds * SECOND_US;
    const live = liveCells(cells, quota, nowUs);
    let excess = usedIn(live) + chargeOf(quota) - quota.limit;
    if (excess <= 0) return 0;
    for (const cell of live) {
      excess -= cell.count;
      if (excess <= 0) return freedAt(cell, quota) - nowUs;
    }
    return quota.windowSeconds * SECOND_US;
  },

  spend(cells, quota, nowUs) {
    const live = liveCells(cells, quota, nowUs);
    const charge = chargeOf(quota);
    if (charge <= 0) return live;
    const start = cellAt(quota, nowUs);
    const last = live.at(-1);
    // `>` only where the clock went back: the cells stay in order, and the unit counts rather too long.
    if (last && last.start >= start) {
      return live.with(-1, { start: last.start, count: last.count + charge });
    }
    return [...live, { start, count: charge }];
  },

  level(cells, quota, nowUs) {
    if (quota.limit <= 0) return { remaining: 0, resetUs: 0 };
    const live = liveCells(cells, quota, nowUs);
    const oldest = live[0];
    return {
      remaining: Math.max(0, quota.limit - usedIn(live)),
      resetUs: oldest ? freedAt(oldest, quota) - nowUs : 0,
    };
  },

  lifetime(_cells, quota) {
    return (CELLS + 1) * quota.windowSeconds * SIXTEENTH_US;
  },
};

const cellAt = (quota: Quota, nowUs: number): number =>
  Math.floor(nowUs / (SIXTEENTH_US * quota.windowSeconds)) * quota.windowSeconds;

/** Cells far in the future are the trace of a clock that was wrong; they would block for as long as it was. */
function liveCells(cells: readonly Cell[] | undefined, quota: Quota, nowUs: number): readonly Cell[] {
  const [oldest] = cells ?? [];
  const newest = cells?.at(-1);
  if (!cells || !oldest || !newest) return [];
  const current = cellAt(quota, nowUs);
  const after = current - (CELLS + 1) * quota.windowSeconds;
  const until = current + CELLS * quota.windowSeconds;
  if (oldest.start > after && newest.start <= until) return cells;
  return cells.filter(({ start }) => start > after && start <= until);
}

function usedIn(cells: readonly Cell[]): number {
  let used = 0;
  for (const cell of cells) used += cell.count;
  return used;
}

/** First instant, in microseconds, at which the cell counts no longer. */
const freedAt = (cell: Cell, quota: Quota): number =>
  (Math.ceil(cell.start / quota.windowSeconds) + CELLS + 1) * quota.windowSeconds * SIXTEENTH_US;
