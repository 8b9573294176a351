/** https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);
const PASSING: ReadonlySet<number> = new Set([502, 503, 504]);

const BASE_MS = 100;
/** A caller is better told to come back than made to wait for longer, in milliseconds. */
const LONGEST_WAIT_MS = 5000;

export const isIdempotent = (method: string): boolean => IDEMPOTENT.has(method);
/** Whether the status says that the same request may succeed in a moment. */
export const isPassing = (status: number): boolean => PASSING.has(status);

/**
 * @param attempt that has failed, from 0
 * @param asked what the upstream asked for, in milliseconds
 * @param random from 0 to 1, so that callers who failed together do not come back together
 * @returns milliseconds, or `undefined` if it is longer than anybody should wait
 */
export function waitBefore(attempt: number, asked: number | undefined, random: number): number | undefined {
  const own = BASE_MS * 2 ** attempt * (0.5 + random / 2);
  const wait = Math.max(own, asked ?? 0);
  return wait > LONGEST_WAIT_MS ? undefined : wait;
}

/**
 * @param value of Retry-After, seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 * @returns milliseconds, at most a day
 */
export function readRetryAfter(value: unknown, now: number): number | undefined {
  if (typeof value !== 'string') return undefined;
  const isSeconds = /^\d{1,9}$/.test(value.trim());
  // Every date of HTTP begins with a day; other texts would be taken for some year.
  if (!isSeconds && !/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value)) return undefined;
  const ms = isSeconds ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), 86_400_000) : undefined;
}
