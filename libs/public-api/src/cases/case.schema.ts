import { z } from 'zod';
import { isoTime, timeOrNull, uuid } from '../shared';
import { caseDataReply } from './case-data.schema';
import { CASE_EVENT_TYPES, CASE_PRIORITIES, CASE_STATUSES } from './case-machine';
import type { CaseSummaryRow } from './cases.repository';
import type { CaseEventRow, CaseRow } from './cases.tables';
import { labelSchema, toLabelView } from './labels.schemas';
import type { LabelRow } from './queues.tables';

const fields = {
  id: uuid(),
  queue_id: uuid(),
  title: z.string(),
  priority: z.enum(CASE_PRIORITIES),
  status: z.enum(CASE_STATUSES),
  labels: z.array(labelSchema),
  assigned_agent_id: uuid().nullable(),
  claimed_by_run_id: uuid().nullable().describe('The live run that works on it'),
  claimed_at: isoTime().nullable(),
  pending_human_request_id: uuid().nullable().describe('What its run waits for'),
  postponed_to: isoTime().nullable(),
  held: z
    .boolean()
    .describe('Its run was stopped: nothing takes it before it is delegated or given a status'),
  attempts: z.int().min(0).describe('How often a run took it'),
  result: z.string().nullable(),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  created_by: z.strictObject({ type: z.enum(['user', 'run']), id: uuid() }),
  created_at: isoTime(),
  updated_at: isoTime(),
  completed_at: isoTime().nullable(),
};

export const caseSummarySchema = z
  .strictObject(fields)
  .meta({ id: 'CaseSummary', description: 'A case without its data.' });

export const caseSchema = z
  .strictObject({ ...fields, data: caseDataReply() })
  .meta({ id: 'Case', description: 'One piece of work in a queue.' });

export const caseEventSchema = z
  .strictObject({
    id: uuid(),
    type: z.enum(CASE_EVENT_TYPES),
    actor: z.strictObject({ type: z.enum(['user', 'run', 'system']), id: uuid().nullable() }),
    note: z.string().nullable(),
    created_at: isoTime(),
  })
  .meta({ id: 'CaseEvent', description: 'Something that happened to a case.' });

export type CaseSummaryView = z.output<typeof caseSummarySchema>;
export type CaseView = z.output<typeof caseSchema>;
export type CaseEventView = z.output<typeof caseEventSchema>;

export function toCaseSummaryView(row: CaseSummaryRow, labels: readonly LabelRow[]): CaseSummaryView {
  return {
    id: row.id,
    queue_id: row.queueId,
    title: row.title,
    priority: row.priority,
    status: row.status,
    labels: labels.map(toLabelView),
    assigned_agent_id: row.assignedAgentId,
    claimed_by_run_id: row.claimedByRunId,
    claimed_at: timeOrNull(row.claimedAt),
    pending_human_request_id: row.pendingHumanRequestId,
    postponed_to: timeOrNull(row.postponedTo),
    held: row.held,
    attempts: row.attempts,
    result: row.result,
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? '' },
    created_by: { type: row.createdByType, id: row.createdById },
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    completed_at: timeOrNull(row.completedAt),
  };
}

export function toCaseView(
  row: CaseSummaryRow & Pick<CaseRow, 'data'>,
  labels: readonly LabelRow[],
): CaseView {
  return { ...toCaseSummaryView(row, labels), data: row.data };
}

export function toCaseEventView(row: CaseEventRow): CaseEventView {
  return {
    id: row.id,
    type: row.type,
    actor: { type: row.actorType, id: row.actorId },
    note: row.note,
    created_at: row.createdAt.toISOString(),
  };
}
