import type { Request, Response } from 'express';
import type { ApiException } from './api.exception';
import { RequestSlot } from './request-slot';

const requestIds = new RequestSlot<string>();

/** Remembers the id under which this request is logged and answered. */
export function setRequestId(request: Request, id: string): void {
  requestIds.set(request, id);
}

/** @returns the id of the request; empty before the request-id middleware ran */
export function requestIdOf(request: Request): string {
  return requestIds.get(request) ?? '';
}

/** Writes the flat error body with its status and headers. No cache may keep it: the next try can succeed. */
export function writeFlatError(error: ApiException, request: Request, response: Response): void {
  response.setHeader('cache-control', 'no-store');
  for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value);
  response
    .status(error.getStatus())
    .type('application/json')
    .send(JSON.stringify(error.toBody(requestIdOf(request))));
}
