import type { Request } from 'express';
import type { ApiException } from './api.exception';
import { RequestSlot } from './request-slot';

/**
 * A refusal found before the guards ran (unreadable body, arguments that cannot be encoded). It is carried on
 * the request and thrown by the last guard, so that every request is judged in one order: 401, 429, 403, 400.
 *
 * It is a function where building the sentence costs something: suggestions are computed only for callers
 * that have passed credential, limit and permission.
 */
export type Refusal = () => ApiException;

const refusals = new RequestSlot<Refusal>();

/** Leaves a refusal on the request; the first one stays. */
export function carryRefusal(request: Request, refusal: Refusal): void {
  if (!refusals.get(request)) refusals.set(request, refusal);
}

/** @returns the refusal carried by the request, if any */
export function refusalOf(request: Request): Refusal | undefined {
  return refusals.get(request);
}
