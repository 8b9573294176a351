import { HttpException } from '@nestjs/common';
import { ERRORS } from './catalogue';
import type { ErrorCode } from './catalogue';

/** One fault in a request. `field` is a dotted path in the request, or a bucket or header name. */
export interface ErrorDetail {
  field: string;
  message: string;
  code: string;
}

/** Flat error body of every reply that is not 2xx. */
export interface ErrorBody {
  error: ErrorCode;
  message: string;
  request_id: string;
  details?: ErrorDetail[];
}

export interface ApiExceptionOptions {
  /** Public sentence; the catalogue's one if left out. Never holds internals. */
  message?: string | undefined;
  details?: readonly ErrorDetail[];
  /** Extra reply headers, lower-case names. */
  headers?: Readonly<Record<string, string>>;
  /** What only the log may say. */
  log?: string;
  cause?: unknown;
}

/** The one exception of the code base: a catalogue code plus what makes this case particular. */
export class ApiException extends HttpException {
  readonly details: readonly ErrorDetail[];
  readonly headers: Readonly<Record<string, string>>;
  readonly log: string | undefined;

  constructor(
    readonly code: ErrorCode,
    options: ApiExceptionOptions = {},
  ) {
    super(options.message ?? ERRORS[code].message, ERRORS[code].status, { cause: options.cause });
    this.details = options.details ?? [];
    this.headers = options.headers ?? {};
    this.log = options.log;
  }

  /**
   * @param requestId id of the request that failed
   * @returns the flat body for the reply
   */
  toBody(requestId: string): ErrorBody {
    const body: ErrorBody = { error: this.code, message: this.message, request_id: requestId };
    if (this.details.length > 0) body.details = [...this.details];
    return body;
  }
}
