import { errors } from 'undici';
import { ApiException } from '@app/errors';
import type { ErrorCode } from '@app/errors';
import { AddressNotAllowedError } from './guarded-connect';

type FailureCode = Extract<ErrorCode, 'upstream_unavailable' | 'upstream_timeout' | 'upstream_error'>;

/** Seconds to wait where the upstream says nothing itself. */
const RETRY_SECONDS = 5;

/** A call of an upstream that brought no usable reply. */
export class UpstreamFailure extends Error {
  constructor(
    readonly code: FailureCode,
    /** Ends the sentence "The API <name> …"; names no host. */
    readonly what: string,
    readonly options: {
      /** Whether the same request may succeed at once. */
      readonly again?: boolean;
      readonly retryAfterSeconds?: number | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(`The upstream ${what}`, { cause: options.cause });
  }

  /** @param name of the upstream */
  toException(name: string): ApiException {
    const { retryAfterSeconds = RETRY_SECONDS, cause } = this.options;
    return new ApiException(this.code, {
      message: `The API ${name} ${this.what}.`,
      headers: this.code === 'upstream_unavailable' ? { 'retry-after': String(retryAfterSeconds) } : {},
      log: logOf(cause),
      cause,
    });
  }
}

/** Only what the machinery says: messages of an upstream may hold anything. */
function logOf(cause: unknown): string {
  const { code, name } = (cause ?? {}) as { code?: unknown; name?: unknown };
  return [name, code].filter((part) => typeof part === 'string').join(' ');
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_DESTROYED',
  'UND_ERR_CLOSED',
]);
const LOST = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ERR_STREAM_PREMATURE_CLOSE', 'ECONNABORTED']);

/** @returns whatever the client threw, as what it means */
export function failureOf(error: unknown): UpstreamFailure {
  if (error instanceof UpstreamFailure) return error;
  if (error instanceof AddressNotAllowedError) {
    return new UpstreamFailure('upstream_error', 'leads to an address that is not allowed for it', {
      cause: error,
    });
  }
  const code = codeOf(error);
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError)
    return timedOut(error);
  if (error instanceof errors.ResponseExceededMaxSizeError) return tooLong(error);
  if (UNREACHABLE.has(code)) {
    return new UpstreamFailure('upstream_unavailable', 'cannot be reached', { again: true, cause: error });
  }
  if (LOST.has(code)) {
    const what = 'closed the connection before its answer was complete; a write may have been carried out';
    return new UpstreamFailure('upstream_error', what, { again: true, cause: error });
  }
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return new UpstreamFailure('upstream_error', 'shows a certificate that cannot be trusted', {
      cause: error,
    });
  }
  return new UpstreamFailure('upstream_error', 'gave an answer that is no valid HTTP', { cause: error });
}

export const timedOut = (cause?: unknown): UpstreamFailure =>
  new UpstreamFailure(
    'upstream_timeout',
    'did not answer within its time limit; a write may have been carried out',
    { cause },
  );

export const tooLong = (cause?: unknown): UpstreamFailure =>
  new UpstreamFailure('upstream_error', 'gave a reply that is longer than allowed; ask for less', { cause });

function codeOf(error: unknown): string {
  // Several addresses were tried: each has an error of its own.
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  const { code } = (first ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
