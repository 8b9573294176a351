import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { setRequestId } from '@app/errors';

const ACCEPTED = /^[A-Za-z0-9._-]{1,64}$/;

/** Gives each request an id, in the reply's header and everywhere it is mentioned; a legal inbound one is kept. */
export function requestIdMiddleware(request: Request, response: Response, next: NextFunction): void {
  const inbound = request.headers['x-request-id'];
  const id = typeof inbound === 'string' && ACCEPTED.test(inbound) ? inbound : randomUUID();
  setRequestId(request, id);
  response.setHeader('x-request-id', id);
  next();
}
