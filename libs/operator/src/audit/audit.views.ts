import type { AuditEntryView } from '@app/telemetry';

/** Some entries of a team's audit trail, as the operator's commands give them out. */
export interface AuditPageView {
  readonly team: { readonly id: string; readonly name: string };
  readonly entries: readonly AuditEntryView[];
  /** Where the next ones begin; null at the end. */
  readonly next_cursor: string | null;
}
