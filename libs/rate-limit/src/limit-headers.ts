import type { CounterVerdict } from './counter';

/**
 * Headers that describe one counter.
 *
 * - `x-ratelimit-*` is the contract; reset is unix time in seconds.
 * - `RateLimit` and `RateLimit-Policy` are those of
 *   https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-10
 */
export function limitHeaders(
  counter: CounterVerdict,
  draftHeaders: boolean,
): [name: string, value: string][] {
  const { bucket, limit, remaining, windowSeconds } = counter;
  const headers: [string, string][] = [
    ['x-ratelimit-limit', String(limit)],
    ['x-ratelimit-remaining', String(remaining)],
    ['x-ratelimit-reset', String(Math.ceil(counter.resetAtMs / 1000))],
  ];
  if (!draftHeaders) return headers;
  const untilMore = Math.ceil(counter.resetAfterMs / 1000);
  headers.push(['ratelimit-policy', `"${bucket}";q=${limit};w=${windowSeconds}`]);
  headers.push(['ratelimit', `"${bucket}";r=${remaining};t=${untilMore}`]);
  return headers;
}
