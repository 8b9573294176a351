import type { HttpResponse, RetryAdvice } from '../model/result';

/** RFC 9110, Idempotent Methods. */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']);
/** No answer (0), or an answer that says nothing about what was carried out. */
const UNCERTAIN: ReadonlySet<number> = new Set([0, 408, 425, 502, 503, 504]);

/**
 * Whether the same call may simply be sent again.
 * - 429, and 503 with `Retry-After`: the server refused before it did anything
 * - other passing failures: idempotent methods, or any method with an idempotency key
 * @param status 0 for a lost connection or a timeout
 */
export function retryAdvice(
  method: string,
  status: number,
  headers: HttpResponse['headers'],
  idempotencyKeySent: boolean,
  more: { idempotent?: boolean; nowMs?: number } = {},
): RetryAdvice {
  const retryAfterMs = readRetryAfter(headers, more.nowMs);
  if (status === 429 || (status === 503 && retryAfterMs !== null)) {
    return { retryable: true, retryAfterMs, maybeDone: false };
  }
  if (!UNCERTAIN.has(status)) return { retryable: false, retryAfterMs: null, maybeDone: false };
  const repeatable = idempotencyKeySent || (more.idempotent ?? IDEMPOTENT.has(method.toUpperCase()));
  return { retryable: repeatable, retryAfterMs, maybeDone: !repeatable };
}

/** `Retry-After` in ms: seconds, or a date seen from `nowMs` or the `date` header. */
function readRetryAfter(headers: HttpResponse['headers'], nowMs: number | undefined): number | null {
  const text = header(headers, 'retry-after')?.trim();
  if (text === undefined || text === '') return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  const now = nowMs ?? Date.parse(header(headers, 'date') ?? '');
  return Number.isNaN(at) || Number.isNaN(now) ? null : Math.max(0, at - now);
}

export function header(headers: HttpResponse['headers'], name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}
