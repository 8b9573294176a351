const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Waits before the second, third, … attempt, in milliseconds. */
export const RETRY_LADDER: readonly number[] = [
  10_000,
  MINUTE_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
];

/** Part of a wait by which it is made shorter or longer, so that what failed together does not come together. */
const JITTER = 0.2;

/** How long all waits of the ladder take at most, in milliseconds. */
export const LONGEST_LADDER_MS = (1 + JITTER) * RETRY_LADDER.reduce((sum, wait) => sum + wait, 0);

/**
 * @param attempts how many have failed
 * @param random gives numbers from 0 up to 1
 * @returns milliseconds until the next one, or `undefined` if there is none
 */
export function retryDelayMs(
  attempts: number,
  random: () => number,
  ladder: readonly number[] = RETRY_LADDER,
): number | undefined {
  const wait = ladder[attempts - 1];
  return wait === undefined ? undefined : Math.round(wait * (1 - JITTER + 2 * JITTER * random()));
}
