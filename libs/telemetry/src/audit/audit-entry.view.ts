import { outcomeOf } from './audit-filter';
import type { AuditOutcome } from './audit-filter';
import type { AuditRow, AuditTargets, CallSource } from './audit.tables';

/** An entry of the audit trail, as it is given out. */
export interface AuditEntryView {
  readonly id: number;
  /** When the call ended. */
  readonly time: string;
  /** Null: the operator. */
  readonly user_id: string | null;
  readonly credential: { readonly type: string; readonly id: string; readonly client_id: string | null };
  readonly role: string | null;
  readonly source: CallSource;
  readonly operation_id: string;
  readonly targets: AuditTargets;
  readonly status: number;
  readonly outcome: AuditOutcome;
  readonly error_code: string | null;
  readonly cost: number;
  /** What refused a call of status 429; `rule_id` null: the configured default. */
  readonly refused_by: { readonly bucket: string; readonly rule_id: string | null } | null;
  /** Rules on trial that would have refused the call. */
  readonly shadow_refusals: readonly string[];
  readonly request_id: string;
  /** Null: no client on a network. */
  readonly ip: string | null;
  readonly duration_ms: number;
}

/** Entry → reply object. The team is the reader's own. */
export function toAuditEntryView(row: AuditRow): AuditEntryView {
  return {
    id: row.id,
    time: row.createdAt.toISOString(),
    user_id: row.userId,
    credential: { type: row.credentialType, id: row.credentialId, client_id: row.clientId },
    role: row.role,
    source: row.source,
    operation_id: row.operationId,
    targets: row.targets,
    status: row.status,
    outcome: outcomeOf(row.status),
    error_code: row.errorCode,
    cost: row.cost,
    refused_by: row.refusedBucket === null ? null : { bucket: row.refusedBucket, rule_id: row.refusedRuleId },
    shadow_refusals: row.shadowRefusals ?? [],
    request_id: row.requestId,
    ip: row.ip === '' ? null : row.ip,
    duration_ms: row.durationMs,
  };
}
