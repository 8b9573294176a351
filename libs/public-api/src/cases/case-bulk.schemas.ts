import { z } from 'zod';
import { text, uniqueArray, uuid } from '../shared';

const SETTABLE_STATUSES = ['pending', 'completed', 'failed'] as const;

const SKIP_REASONS = ['not_found', 'completed', 'already_pending', 'unchanged'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

const caseIds = () => uniqueArray(uuid(), 1, 100).describe('Cases of this queue; others are skipped');

export const delegateCasesBody = z.strictObject({
  case_ids: caseIds(),
  agent_id: uuid().describe('A consumer of the queue'),
});
export type DelegateCasesBody = z.output<typeof delegateCasesBody>;

export const retryCasesBody = z.strictObject({ case_ids: caseIds() });
export type RetryCasesBody = z.output<typeof retryCasesBody>;

export const setCaseStatusBody = z.strictObject({
  case_ids: caseIds(),
  status: z.enum(SETTABLE_STATUSES),
  note: text(0, 500).optional().describe('Why; kept in the history of the cases'),
});
export type SetCaseStatusBody = z.output<typeof setCaseStatusBody>;

const skippedCase = z.strictObject({ case_id: uuid(), reason: z.enum(SKIP_REASONS) });
export type SkippedCase = z.output<typeof skippedCase>;

const count = () => z.int().min(0);
const rest = {
  skipped_count: count(),
  skipped: z.array(skippedCase),
  interrupted_run_ids: z.array(uuid()),
};

export const delegatedCasesReply = z.strictObject({ delegated_count: count(), ...rest });
export const retriedCasesReply = z.strictObject({ retried_count: count(), ...rest });
export const updatedCasesReply = z.strictObject({ updated_count: count(), ...rest });
