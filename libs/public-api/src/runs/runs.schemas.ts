import { z } from 'zod';
import {
  idParam,
  isoTime,
  pageQuery,
  pageReply,
  queryArray,
  search,
  sortOrder,
  text,
  timeInput,
  timeOrNull,
  uuid,
} from '../shared';
import { humanRequestSchema } from './human-requests.schemas';
import { RUN_SOURCES, RUN_STATUSES } from './run-machine';
import type { RunWithAgent } from './runs.repository';

export const runSchema = z
  .strictObject({
    id: uuid(),
    team_id: uuid(),
    agent_id: uuid(),
    agent_name: z.string(),
    revision_id: uuid(),
    status: z.enum(RUN_STATUSES),
    source: z.enum(RUN_SOURCES),
    user_id: uuid(),
    input: z.string().nullable(),
    sandbox_id: uuid().nullable(),
    case_id: uuid().nullable(),
    result: z.string().nullable().describe('Last text of the agent'),
    error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
    created_at: isoTime(),
    started_at: isoTime().nullable(),
    completed_at: isoTime().nullable(),
    updated_at: isoTime(),
  })
  .meta({ id: 'Run', description: 'One execution of an agent.' });
export type RunView = z.output<typeof runSchema>;

export const startRunBody = z.strictObject({
  agent_id: uuid(),
  input: text(1, 100_000).optional().describe('What the agent is to work on'),
  sandbox_id: uuid().optional().describe('Own active sandbox'),
  webhook_url: text(1, 2048).optional().describe('https URL that is told of requests and the end'),
});
export type StartRunBody = z.output<typeof startRunBody>;

export const listRunsQuery = z.strictObject({
  status: queryArray(z.enum(RUN_STATUSES)),
  agent_id: uuid().optional(),
  user_id: uuid().optional().describe('Who started it'),
  queue_id: uuid().optional().describe('Queue of its case'),
  source: z.enum(RUN_SOURCES).optional(),
  search: search().describe('Part of agent name, input or result'),
  since: timeInput().optional().describe('Updated then or later'),
  sort_by: z.enum(['created_at', 'updated_at']).default('created_at'),
  sort_order: sortOrder(),
  ...pageQuery(100, 20),
});
export type ListRunsQuery = z.output<typeof listRunsQuery>;

export const stopRunBody = z.strictObject({ reason: text(1, 500).optional() });
export type StopRunBody = z.output<typeof stopRunBody>;

export const runParam = idParam('run_id');
export const runsReply = pageReply('runs', runSchema);
export const runReply = z.strictObject({ run: runSchema });
export const runDetailReply = z.strictObject({
  run: runSchema,
  pending_human_request: humanRequestSchema.nullable(),
});
export const stoppedRunReply = z.strictObject({
  success: z.literal(true),
  run: runSchema,
  message: z.string().nullable(),
});

export function toRunView(row: RunWithAgent): RunView {
  return {
    id: row.id,
    team_id: row.teamId,
    agent_id: row.agentId,
    agent_name: row.agentName,
    revision_id: row.revisionId,
    status: row.status,
    source: row.source,
    user_id: row.userId,
    input: row.input,
    sandbox_id: row.sandboxId,
    case_id: row.caseId,
    result: row.result,
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? '' },
    created_at: row.createdAt.toISOString(),
    started_at: timeOrNull(row.startedAt),
    completed_at: timeOrNull(row.completedAt),
    updated_at: row.updatedAt.toISOString(),
  };
}
