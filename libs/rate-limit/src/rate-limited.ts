import { ApiException } from '@app/errors';
import type { CounterVerdict } from './counter';
import { limitHeaders } from './limit-headers';

/**
 * The 429 of a counter, with its headers.
 * @param draftHeaders whether to send the headers of the draft too
 */
export function rateLimited(counter: CounterVerdict, draftHeaders: boolean): ApiException {
  const seconds = retryAfterSeconds(counter);
  const quota = `${counter.limit} per ${counter.windowSeconds} s`;
  return new ApiException('rate_limited', {
    message: `The limit of the bucket ${counter.bucket} is used up (${quota}). Try again in ${seconds} s.`,
    details: [
      {
        field: 'bucket',
        code: counter.bucket,
        message: `${counter.bucket} allows ${quota}; this call is admitted in ${seconds} s`,
      },
    ],
    headers: {
      ...Object.fromEntries(limitHeaders(atAdmission(counter), draftHeaders)),
      'retry-after': String(seconds),
    },
  });
}

/** @returns the bucket that refused, or `undefined` if the error is no refusal of the limiter */
export function refusedBucketOf(error: ApiException): string | undefined {
  if (error.code !== 'rate_limited') return undefined;
  return error.details.find((detail) => detail.field === 'bucket')?.code;
}

/** Whole seconds, rounded up and at least 1, so that a client that obeys is never early. */
function retryAfterSeconds(counter: CounterVerdict): number {
  return Math.max(1, Math.ceil(counter.retryAfterMs / 1000));
}

/** All headers of a refusal name one instant: when this call is admitted, not when the first unit comes back. */
function atAdmission(counter: CounterVerdict): CounterVerdict {
  const nowMs = counter.resetAtMs - counter.resetAfterMs;
  return { ...counter, resetAfterMs: counter.retryAfterMs, resetAtMs: nowMs + counter.retryAfterMs };
}
