import type { Config } from '@app/config';
import { ApiException } from '@app/errors';

const BUCKET = 'unauthenticated';

/**
 * The 429 for an address that has tried too often without a valid credential. Every number in it comes from one
 * wait, rounded up, so that no header promises a time at which the next request would be refused again.
 *
 * @param retryAfterMs how long the address stays blocked, in milliseconds
 * @param nowMs milliseconds since the epoch
 */
export function unauthenticatedLimit(config: Config, retryAfterMs: number, nowMs: number): ApiException {
  const { limit, windowSeconds } = config.rateLimits[BUCKET];
  const waitSeconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  const headers: Record<string, string> = {
    'cache-control': 'no-store',
    'retry-after': String(waitSeconds),
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.ceil(nowMs / 1000) + waitSeconds),
  };
  if (config.rateLimitDraftHeaders) {
    // https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-10
    headers['ratelimit-policy'] = `"${BUCKET}";q=${limit};w=${windowSeconds}`;
    headers.ratelimit = `"${BUCKET}";r=0;t=${waitSeconds}`;
  }
  return new ApiException('rate_limited', {
    message: 'Too many requests without a valid credential from this address.',
    details: [
      { field: 'bucket', message: `${limit} requests per ${windowSeconds} s are used up`, code: BUCKET },
    ],
    headers,
  });
}
