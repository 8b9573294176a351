import { Inject, Injectable } from '@nestjs/common';
import type { NestMiddleware } from '@nestjs/common';
import { urlencoded } from 'express';
import type { NextFunction, Request, Response } from 'express';
import { AddressLimiter, Clock, unauthenticatedLimit } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { ApiException, carryRefusal, setErrorForm } from '@app/errors';
import { writeErrorPage } from './page-error-form';

/** Largest form, in bytes; a password may have 1,024 characters. */
const FORM_LIMIT = 16 * 1024;
const MAX_FIELDS = 20;

/**
 * Makes a route one of pages: it reads forms, and its errors are pages. An address whose forms are refused too often
 * is refused from memory, so that whoever tries passwords costs the stores nothing.
 */
@Injectable()
export class PagesMiddleware implements NestMiddleware {
  private readonly readForm = urlencoded({
    extended: false,
    limit: FORM_LIMIT,
    parameterLimit: MAX_FIELDS,
    inflate: false,
  });

  constructor(
    private readonly addresses: AddressLimiter,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  use(request: Request, response: Response, next: NextFunction): void {
    setErrorForm(request, writeErrorPage);
    // It cannot be read any more once the client is gone.
    const address = request.ip ?? '';
    const waitMs = this.addresses.blockedFor(address);
    if (waitMs > 0) {
      carryRefusal(request, () => unauthenticatedLimit(this.config, waitMs, this.clock.now()));
      next();
      return;
    }
    response.once('close', () => {
      if (response.statusCode >= 400) void this.addresses.charge(address);
    });
    this.readForm(request, response, (error?: unknown) => {
      if (error !== undefined) {
        response.setHeader('connection', 'close');
        carryRefusal(request, () => formRefusal(error));
      }
      next();
    });
  }
}

function formRefusal(error: unknown): ApiException {
  const { status } = error as { status?: unknown };
  const log = error instanceof Error ? error.message : undefined;
  if (status === 413) return new ApiException('payload_too_large', { log });
  if (status === 415) return new ApiException('unsupported_media_type', { log });
  return new ApiException('invalid_request', { log });
}
