import { HttpException } from '@nestjs/common';
import { ApiException } from './api.exception';
import type { ErrorCode } from './catalogue';
import { gaveWay, tookTooLong } from './contention';
import { isStoreDown } from './store-down';

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_request',
  401: 'invalid_token',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  409: 'conflict',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  429: 'rate_limited',
  503: 'unavailable',
};

/** Seconds a client should wait when the service is not available and nothing better is known. */
export const UNAVAILABLE_RETRY_SECONDS = 2;

/**
 * Turns whatever was thrown into an ApiException. Framework exceptions keep their status, never their text: it
 * may repeat a path or a value of the request. A transaction that gave way to another one is a `conflict`,
 * a store that is away or too slow `unavailable`, everything else `internal_error`.
 */
export function normalise(thrown: unknown): ApiException {
  if (thrown instanceof ApiException) return thrown;
  const log = thrown instanceof Error ? thrown.message : String(thrown);
  const code = codeOf(thrown);
  return new ApiException(code, { message: messageOf(thrown), headers: headersOf(code), log, cause: thrown });
}

function codeOf(thrown: unknown): ErrorCode {
  if (thrown instanceof HttpException) return BY_STATUS[thrown.getStatus()] ?? 'internal_error';
  if (gaveWay(thrown)) return 'conflict';
  return isStoreDown(thrown) || tookTooLong(thrown) ? 'unavailable' : 'internal_error';
}

function messageOf(thrown: unknown): string | undefined {
  if (!gaveWay(thrown)) return undefined;
  return 'Other calls changed the same items at this moment; nothing was done. Try again.';
}

function headersOf(code: ErrorCode): Record<string, string> {
  return code === 'unavailable' ? { 'retry-after': String(UNAVAILABLE_RETRY_SECONDS) } : {};
}
