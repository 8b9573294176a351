import type { Request } from 'express';
import { RequestSlot } from '@app/errors';
import type { AuditTargets } from './audit.tables';

/** What a person did on a page, where no Principal speaks for the request. */
export interface AuditAct {
  /** Name in the trail, e.g. `sign_in`. */
  readonly operationId: string;
  readonly teamId: string;
  readonly userId: string;
  /** The browser session. */
  readonly sessionId: string;
  readonly clientId?: string;
  readonly targets?: AuditTargets;
}

const acts = new RequestSlot<readonly AuditAct[]>();

/** Leaves on the request what has been done; it comes into the audit trail with the reply. */
export function noteAct(request: Request, act: AuditAct): void {
  acts.set(request, [...actsOf(request), act]);
}

/** @returns what was done, in that order */
export function actsOf(request: Request): readonly AuditAct[] {
  return acts.get(request) ?? [];
}
