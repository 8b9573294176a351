import type { Request } from 'express';
import { RequestSlot } from '@app/errors';

const ids = new RequestSlot<string>();

/** Remembers to which trace a request belongs, for its log line. */
export function setTraceId(request: Request, id: string): void {
  ids.set(request, id);
}

/** @returns `undefined` if nobody wants traces */
export function traceIdOf(request: Request): string | undefined {
  return ids.get(request);
}
