import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { errorFormOf } from './error-form';
import { setErrorOf } from './error-of';
import { writeFlatError } from './flat-error';
import { normalise } from './normalise';

/** The one exception filter: every failure leaves the process through here, in the form the request asks for. */
@Catch()
export class ApiExceptionFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const error = normalise(thrown);
    setErrorOf(request, error);
    if (response.headersSent || response.destroyed) {
      response.end();
      return;
    }
    const form = errorFormOf(request) ?? writeFlatError;
    form(error, request, response);
  }
}
