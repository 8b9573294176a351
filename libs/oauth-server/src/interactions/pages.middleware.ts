import { Injectable } from '@nestjs/common';
import type { NestMiddleware } from '@nestjs/common';
import { urlencoded } from 'express';
import type { NextFunction, Request, Response } from 'express';
import { ApiException, carryRefusal, setErrorForm } from '@app/errors';
import { writeErrorPage } from './page-error-form';

/** Largest form, in bytes; a password may have 1,024 characters. */
const FORM_LIMIT = 16 * 1024;
const MAX_FIELDS = 20;

/** Makes a route one of pages: it reads forms, and its errors are pages. */
@Injectable()
export class PagesMiddleware implements NestMiddleware {
  private readonly readForm = urlencoded({
    extended: false,
    limit: FORM_LIMIT,
    parameterLimit: MAX_FIELDS,
    inflate: false,
  });

  use(request: Request, response: Response, next: NextFunction): void {
    setErrorForm(request, writeErrorPage);
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
