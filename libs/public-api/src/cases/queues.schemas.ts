import { z } from 'zod';
import type { QueueAgent, QueueConsumer } from '../agents';
import { idParam, isoTime, pageQuery, pageReply, patchBody, search, text, uuid } from '../shared';
import { CASE_STATUSES } from './case-machine';
import type { CaseStatus } from './case-machine';
import type { CaseCounts, QueueWithCounts } from './queues.repository';

const cases = () => z.int().min(0);

const queueFields = {
  id: uuid(),
  team_id: uuid(),
  name: z.string(),
  description: z.string().nullable(),
  case_counts: z.strictObject({
    pending: cases(),
    in_progress: cases(),
    needs_input: cases(),
    postponed: cases(),
    completed: cases(),
    failed: cases(),
    total: cases(),
  } satisfies Record<CaseStatus | 'total', z.ZodType>),
  created_by: uuid(),
  created_at: isoTime(),
  updated_at: isoTime(),
};

export const queueSchema = z
  .strictObject(queueFields)
  .meta({ id: 'Queue', description: 'A work queue: agents put cases in and take them out.' });

export const queueDetailSchema = z
  .strictObject({
    ...queueFields,
    consumers: z
      .array(
        z.strictObject({
          agent_id: uuid(),
          name: z.string(),
          auto_start: z.boolean().describe('Started whenever a case waits'),
          concurrency: z.int().min(1).describe('Most runs at a time that are started so'),
        }),
      )
      .describe('Agents whose live revision takes cases from the queue'),
    producers: z
      .array(z.strictObject({ agent_id: uuid(), name: z.string() }))
      .describe('Agents whose live revision adds cases to the queue'),
  })
  .meta({ id: 'QueueDetail', description: 'A work queue with the agents that serve it.' });

export const listQueuesQuery = z.strictObject({
  search: search().describe('Part of name or description'),
  ...pageQuery(250, 250),
});
export type ListQueuesQuery = z.output<typeof listQueuesQuery>;

const name = () => text(1, 100).describe('Unique in the team');
const description = () => text(0, 500);

export const createQueueBody = z.strictObject({ name: name(), description: description().optional() });
export type CreateQueueBody = z.output<typeof createQueueBody>;

export const updateQueueBody = patchBody({
  name: name().optional(),
  description: description().nullable().optional(),
});
export type UpdateQueueBody = z.output<typeof updateQueueBody>;

export const queueParam = idParam('queue_id');
export const listQueuesReply = pageReply('queues', queueSchema);
export const queueReply = z.strictObject({ queue: queueSchema });
export const queueDetailReply = z.strictObject({ queue: queueDetailSchema });

export type QueueView = z.output<typeof queueSchema>;
export type QueueDetailView = z.output<typeof queueDetailSchema>;

/** @returns the reply object of a queue */
export function toQueueView(row: QueueWithCounts): QueueView {
  return {
    id: row.id,
    team_id: row.teamId,
    name: row.name,
    description: row.description,
    case_counts: toCaseCountsView(row.caseCounts),
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

/** @returns the reply object of a queue with the agents that serve it */
export function toQueueDetailView(
  row: QueueWithCounts,
  consumers: readonly QueueConsumer[],
  producers: readonly QueueAgent[],
): QueueDetailView {
  return {
    ...toQueueView(row),
    consumers: consumers.map((agent) => ({
      agent_id: agent.agentId,
      name: agent.name,
      auto_start: agent.autoStart,
      concurrency: agent.concurrency,
    })),
    producers: producers.map((agent) => ({ agent_id: agent.agentId, name: agent.name })),
  };
}

function toCaseCountsView(counts: CaseCounts): QueueView['case_counts'] {
  const byStatus = CASE_STATUSES.map((status) => [status, counts[status] ?? 0] as const);
  const total = byStatus.reduce((sum, [, count]) => sum + count, 0);
  return { ...(Object.fromEntries(byStatus) as Record<CaseStatus, number>), total };
}
