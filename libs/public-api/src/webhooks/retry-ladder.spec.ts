import fc from 'fast-check';
import { retryDelayMs } from './retry-ladder';

const LADDER = [10, 60, 300, 1800, 7200].map((seconds) => seconds * 1000);

describe('retryDelayMs', () => {
  it.each(LADDER.map((ms, index) => [index + 1, ms]))('after %i failures waits %i ms', (attempts, ms) => {
    expect(retryDelayMs(attempts, () => 0.5)).toBe(ms);
  });

  it('gives up after the sixth attempt', () => {
    expect(retryDelayMs(6, () => 0.5)).toBeUndefined();
  });

  it('reaches from 20 % less to 20 % more', () => {
    expect(retryDelayMs(1, () => 0)).toBe(8000);
    expect(retryDelayMs(1, () => 1 - Number.EPSILON)).toBe(12_000);
  });

  it('stays within that for any random number', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), random, (attempts, value) => {
        const wait = LADDER[attempts - 1]!;
        const delay = retryDelayMs(attempts, () => value)!;
        return Number.isInteger(delay) && delay >= 0.8 * wait && delay <= 1.2 * wait;
      }),
    );
  });

  it('spreads', () => {
    const delays = new Set(Array.from({ length: 50 }, () => retryDelayMs(5, Math.random)));
    expect(delays.size).toBeGreaterThan(40);
  });
});
