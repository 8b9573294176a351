import { z } from 'zod';
import {
  idParam,
  isoTime,
  pageQuery,
  pageReply,
  patchBody,
  queryBool,
  search,
  text,
  timeOrNull,
  uuid,
} from '../shared';
import { configInput } from './agent-config.schema';
import type { AgentRow } from './agents.tables';
import { revisionSchema } from './revisions.schemas';

export const agentSchema = z
  .strictObject({
    id: uuid(),
    team_id: uuid(),
    name: z.string(),
    description: z.string().nullable(),
    runnable: z.boolean().describe('Has a live revision'),
    live_revision_id: uuid().nullable(),
    latest_revision_id: uuid().nullable(),
    last_run_at: isoTime().nullable(),
    created_by: uuid(),
    updated_by: uuid(),
    created_at: isoTime(),
    updated_at: isoTime(),
  })
  .meta({ id: 'Agent', description: 'An AI agent; what it does stands in its revisions.' });

export const listAgentsQuery = z.strictObject({
  search: search().describe('Part of name or description'),
  runnable: queryBool().describe('Whether it has a live revision'),
  created_by: uuid().optional().describe('User id'),
  ...pageQuery(100, 20),
});
export type ListAgentsQuery = z.output<typeof listAgentsQuery>;

const name = () => text(1, 100).describe('Unique in the team');
const description = () => text(0, 2000);

export const createAgentBody = z
  .strictObject({
    name: name(),
    description: description().optional(),
    config: configInput.optional(),
    promote: z.boolean().default(false).describe('Make the config live at once; needs config'),
  })
  .refine((body) => !body.promote || body.config !== undefined, {
    path: ['promote'],
    message: 'needs config: there is no revision to promote without one',
  });
export type CreateAgentBody = z.output<typeof createAgentBody>;

export const updateAgentBody = patchBody({
  name: name().optional(),
  description: description().nullable().optional(),
});
export type UpdateAgentBody = z.output<typeof updateAgentBody>;

export const agentParam = idParam('agent_id');
export const agentsReply = pageReply('agents', agentSchema);
export const agentReply = z.strictObject({ agent: agentSchema });
export const createdAgentReply = z.strictObject({ agent: agentSchema, revision: revisionSchema.nullable() });
export const agentDetailReply = z.strictObject({
  agent: agentSchema,
  live_revision: revisionSchema.nullable(),
});

export type AgentView = z.output<typeof agentSchema>;

export function toAgentView(row: AgentRow): AgentView {
  return {
    id: row.id,
    team_id: row.teamId,
    name: row.name,
    description: row.description,
    runnable: row.liveRevisionId !== null,
    live_revision_id: row.liveRevisionId,
    latest_revision_id: row.latestRevisionId,
    last_run_at: timeOrNull(row.lastRunAt),
    created_by: row.createdBy,
    updated_by: row.updatedBy,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
