import { z } from 'zod';
import { idParam, isoTime, pageQuery, pageReply, patchBody, text, timeOrNull, uuid } from '../shared';
import { configInput, configSchema, toConfigView } from './agent-config.schema';
import { REVISION_STATUSES } from './agents.tables';
import type { RevisionRow } from './agents.tables';

const status = () => z.enum(REVISION_STATUSES);

const summaryFields = {
  id: uuid(),
  agent_id: uuid(),
  number: z.int().min(1),
  name: z.string().nullable(),
  description: z.string().nullable(),
  status: status(),
  parent_revision_id: uuid().nullable(),
  created_by: uuid(),
  promoted_by: uuid().nullable(),
  promoted_at: isoTime().nullable(),
  created_at: isoTime(),
  updated_at: isoTime(),
};

export const revisionSummarySchema = z
  .strictObject(summaryFields)
  .meta({ id: 'RevisionSummary', description: 'A revision without its config.' });
export const revisionSchema = z.strictObject({ ...summaryFields, config: configSchema }).meta({
  id: 'Revision',
  description: 'One version of what an agent does; live and historic ones never change.',
});

export const listRevisionsQuery = z.strictObject({ status: status().optional(), ...pageQuery(100, 20) });
export type ListRevisionsQuery = z.output<typeof listRevisionsQuery>;

const name = () => text(1, 80);
const description = () => text(0, 500);

export const createRevisionBody = z
  .strictObject({
    config: configInput.optional(),
    parent_revision_id: uuid()
      .optional()
      .describe('Revision it is based on; without config, its config is copied'),
    name: name().optional(),
    description: description().optional().describe('What changed'),
  })
  .refine((body) => body.config !== undefined || body.parent_revision_id !== undefined, {
    message: 'must have at least one of config, parent_revision_id',
  });
export type CreateRevisionBody = z.output<typeof createRevisionBody>;

export const updateRevisionBody = patchBody({
  config: configInput.optional().describe('Replaces the whole config'),
  name: name().nullable().optional(),
  description: description().nullable().optional(),
});
export type UpdateRevisionBody = z.output<typeof updateRevisionBody>;

export const revisionParam = idParam('revision_id');
export const revisionsReply = pageReply('revisions', revisionSummarySchema);
export const revisionReply = z.strictObject({ revision: revisionSchema });
export const promotedReply = z.strictObject({
  revision: revisionSchema,
  previous_live_revision_id: uuid().nullable(),
});

export type RevisionSummaryView = z.output<typeof revisionSummarySchema>;
export type RevisionView = z.output<typeof revisionSchema>;

export type RevisionSummaryRow = Omit<RevisionRow, 'config'>;

export function toRevisionSummaryView(row: RevisionSummaryRow): RevisionSummaryView {
  return {
    id: row.id,
    agent_id: row.agentId,
    number: row.number,
    name: row.name,
    description: row.description,
    status: row.status,
    parent_revision_id: row.parentRevisionId,
    created_by: row.createdBy,
    promoted_by: row.promotedBy,
    promoted_at: timeOrNull(row.promotedAt),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

export const toRevisionView = (row: RevisionRow): RevisionView => ({
  ...toRevisionSummaryView(row),
  config: toConfigView(row.config),
});
