import { readRetryAfter } from '../client/retry-rules';
import { tooLong, UpstreamFailure } from '../client/upstream-failure';
import type { UpstreamReply } from '../client/upstream-client';

/**
 * @param now milliseconds
 * @returns why a reply is not handed on: it says that the upstream failed, or that we did; what a caller can mend goes
 *   through as it is
 */
export function refusalOfReply(
  { statusCode, headers }: UpstreamReply,
  maxBytes: number,
  now: number,
): UpstreamFailure | undefined {
  if (statusCode === 401 || statusCode === 407) {
    // As a 401 it would make the host of the model sign in here again.
    return new UpstreamFailure('upstream_error', 'refused the credential that is configured for it');
  }
  if (statusCode === 503) {
    const asked = readRetryAfter(headers['retry-after'], now);
    return new UpstreamFailure('upstream_unavailable', 'says that it is not available', {
      retryAfterSeconds: asked === undefined ? undefined : Math.ceil(asked / 1000),
    });
  }
  if (statusCode === 504)
    return new UpstreamFailure('upstream_timeout', 'says that something behind it took too long');
  if (statusCode >= 500) return new UpstreamFailure('upstream_error', `answered ${statusCode}`);
  if (statusCode >= 300 && statusCode < 400)
    return new UpstreamFailure('upstream_error', `answered ${statusCode}, which nothing here asked for`);
  if (Number(headers['content-length'] ?? 0) > maxBytes) return tooLong();
  return undefined;
}
