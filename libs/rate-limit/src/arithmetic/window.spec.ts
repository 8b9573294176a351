import { SECOND_US } from './arithmetic';
import { windowArithmetic as window } from './window';
import type { Cell } from './window';

const NOW = 1_800_000_000 * SECOND_US;
const quota = { limit: 3, windowSeconds: 16, cost: 1 };

/** Spends a unit at each of the instants, in seconds. */
const spentAt = (...seconds: number[]): readonly Cell[] =>
  seconds.reduce<readonly Cell[]>((cells, at) => window.spend(cells, quota, NOW + at * SECOND_US), []);

const waitAt = (cells: readonly Cell[], seconds: number): number =>
  window.wait(cells, quota, NOW + seconds * SECOND_US) / SECOND_US;

describe('the window', () => {
  it('counts in cells of 1/16 window', () => {
    expect(spentAt(0, 0.5, 0.99, 1).map(({ count }) => count)).toEqual([3, 1]);
  });

  it('counts the oldest, partly covered cell whole', () => {
    const cells = spentAt(0, 0, 0.99);
    expect(waitAt(cells, 16)).toBeCloseTo(1, 9);
    expect(waitAt(cells, 16.999)).toBeCloseTo(0.001, 9);
    expect(waitAt(cells, 17)).toBe(0);
  });

  it('waits for as many cells as the cost needs', () => {
    const cells = spentAt(0, 4, 8);
    const waitFor = (cost: number) =>
      window.wait(cells, { ...quota, cost }, NOW + 10 * SECOND_US) / SECOND_US;
    expect([1, 2, 3].map(waitFor)).toEqual([7, 11, 15]);
  });

  it('drops cells that the window has left', () => {
    expect(spentAt(0, 5, 30)).toHaveLength(1);
  });

  it('keeps counting when the clock goes back a little', () => {
    const cells = spentAt(5, 4, 3);
    expect(cells.map(({ count }) => count)).toEqual([3]);
    expect(waitAt(cells, 3)).toBeGreaterThan(0);
  });

  it('does not block for a day after a clock that was a day ahead', () => {
    const cells = spentAt(86_400, 86_400, 86_400);
    expect(waitAt(cells, 0)).toBe(0);
    expect(window.spend(cells, quota, NOW)).toHaveLength(1);
  });

  it('is forgotten when the last cell has left the window', () => {
    expect(window.lifetime([], quota, NOW)).toBe(17 * SECOND_US);
  });
});
