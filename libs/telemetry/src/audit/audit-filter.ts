import type { CallSource } from './audit.tables';

/** `ok`: done; `refused`: the call was at fault or not allowed (4xx); `failed`: we were (5xx). */
export const AUDIT_OUTCOMES = ['ok', 'refused', 'failed'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** Which entries of a team are wanted; what is left out does not matter. */
export interface AuditFilter {
  /** Not before. */
  readonly since?: Date | undefined;
  /** Before. */
  readonly until?: Date | undefined;
  readonly userId?: string | undefined;
  readonly credentialId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly operationId?: string | undefined;
  readonly outcome?: AuditOutcome | undefined;
  readonly source?: CallSource | undefined;
}

/** @returns the outcome that a status stands for */
export function outcomeOf(status: number): AuditOutcome {
  if (status < 400) return 'ok';
  return status < 500 ? 'refused' : 'failed';
}
