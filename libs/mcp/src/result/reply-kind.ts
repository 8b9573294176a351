import type { ErrorBody } from '@app/errors';

/** Buckets that every request spends: their refusal is one of the endpoint, not of the operation. */
const SHARED_BUCKETS = new Set(['api', 'api_user', 'api_team']);

/**
 * Whether a refusal concerns the transport, so that the host must see it as an HTTP status: it then signs in
 * again (401), asks for more scope (403), backs off (429) or tries later (503).
 *
 * @param admitted whether the guards let the request through
 */
export function isTransportRefusal(status: number, body: ErrorBody, admitted: boolean): boolean {
  if (status === 401) return true;
  if (status === 403) return body.error === 'insufficient_scope';
  if (status === 429) {
    const bucket = body.details?.find((detail) => detail.field === 'bucket')?.code;
    return body.error === 'rate_limited' && bucket !== undefined && SHARED_BUCKETS.has(bucket);
  }
  return status === 503 && !admitted;
}
