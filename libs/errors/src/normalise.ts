import { HttpException } from '@nestjs/common';
import { ApiException } from './api.exception';
import type { ErrorCode } from './catalogue';

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
 * Turns whatever was thrown into an ApiException. Framework exceptions keep their status, never their text:
 * it may repeat a path or a value of the request. Everything else is `internal_error`.
 */
export function normalise(thrown: unknown): ApiException {
  if (thrown instanceof ApiException) return thrown;
  if (thrown instanceof HttpException) {
    const code = BY_STATUS[thrown.getStatus()] ?? 'internal_error';
    const headers: Record<string, string> =
      code === 'unavailable' ? { 'retry-after': String(UNAVAILABLE_RETRY_SECONDS) } : {};
    return new ApiException(code, { headers, log: thrown.message, cause: thrown });
  }
  return new ApiException('internal_error', {
    log: thrown instanceof Error ? thrown.message : String(thrown),
    cause: thrown,
  });
}
