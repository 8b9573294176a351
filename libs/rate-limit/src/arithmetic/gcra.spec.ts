import { SECOND_US } from './arithmetic';
import { gcraArithmetic as gcra } from './gcra';

const NOW = 1_800_000_000 * SECOND_US;
const quota = { limit: 4, windowSeconds: 8, cost: 1 };

describe('gcra', () => {
  it('moves the theoretical arrival time by the interval of a unit', () => {
    const first = gcra.spend(undefined, quota, NOW);
    expect(first - NOW).toBe(2 * SECOND_US);
    expect(gcra.spend(first, { ...quota, cost: 2 }, NOW) - NOW).toBe(6 * SECOND_US);
  });

  it('forgets time that has passed unused', () => {
    const tat = gcra.spend(undefined, quota, NOW);
    expect(gcra.spend(tat, quota, NOW + 60 * SECOND_US) - NOW).toBe(62 * SECOND_US);
  });

  it('rounds the interval up, so that the rate is never above the limit', () => {
    const tat = gcra.spend(undefined, { limit: 7, windowSeconds: 1, cost: 1 }, NOW);
    expect(tat - NOW).toBe(142_858);
  });

  it('does not block for a day after a clock that was a day ahead', () => {
    const tat = gcra.spend(undefined, quota, NOW + 86_400 * SECOND_US);
    expect(gcra.wait(tat, quota, NOW)).toBe(2 * SECOND_US);
  });

  it('is forgotten at the theoretical arrival time', () => {
    const tat = gcra.spend(undefined, quota, NOW);
    expect(gcra.lifetime(tat, quota, NOW)).toBe(2 * SECOND_US);
    expect(gcra.lifetime(tat, quota, NOW + 9 * SECOND_US)).toBe(0);
  });
});
