import type { Request } from 'express';
import type { ApiException } from './api.exception';
import { RequestSlot } from './request-slot';

const errors = new RequestSlot<ApiException>();

/** Remembers with which error a request ended, for log, metrics and audit. */
export function setErrorOf(request: Request, error: ApiException): void {
  errors.set(request, error);
}

/** @returns the error with which the request ended, if it did */
export function errorOf(request: Request): ApiException | undefined {
  return errors.get(request);
}
