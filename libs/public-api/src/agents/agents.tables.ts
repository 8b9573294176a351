import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { usersTable } from '@app/auth';
import { time } from '@app/database';
import { team } from '../shared';
import type { AgentConfig } from './agent-config.schema';

const user = (name: string) => uuid(name).references(() => usersTable.id);

export const agentsTable = pgTable(
  'agents',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: team(),
    name: text('name').notNull(),
    description: text('description'),
    /** Number of the latest revision; counted up in the database, so that two callers never get one number. */
    revisionCount: integer('revision_count').notNull().default(0),
    lastRunAt: time('last_run_at'),
    createdBy: user('created_by').notNull(),
    updatedBy: user('updated_by').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('agents_name_key').on(table.teamId, sql`lower(${table.name})`),
    index('agents_list_idx').on(table.teamId, table.createdAt, table.id),
  ],
);

export const revisionsTable = pgTable(
  'revisions',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: team(),
    agentId: uuid('agent_id')
      .notNull()
      .references(() => agentsTable.id),
    number: integer('number').notNull(),
    name: text('name'),
    description: text('description'),
    status: text('status').$type<RevisionStatus>().notNull().default('draft'),
    parentRevisionId: uuid('parent_revision_id').references((): AnyPgColumn => revisionsTable.id),
    /** As the contract writes it, so that what was read can be sent back unchanged. */
    config: jsonb('config').$type<AgentConfig>().notNull(),
    createdBy: user('created_by').notNull(),
    promotedBy: user('promoted_by'),
    promotedAt: time('promoted_at'),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('revisions_number_key').on(table.agentId, table.number),
    // The live revision of an agent is this row and nothing else says so.
    uniqueIndex('revisions_live_key')
      .on(table.agentId)
      .where(sql`${table.status} = 'live'`),
    index('revisions_team_live_idx')
      .on(table.teamId)
      .where(sql`${table.status} = 'live'`),
    // Which agents begin by themselves is asked every few seconds; to look into each config would take long.
    index('revisions_auto_start_idx')
      .on(table.teamId)
      .where(sql`${table.status} = 'live' and ${table.config} @> '{"consumes":[{"auto_start":true}]}'`),
  ],
);

export const REVISION_STATUSES = ['draft', 'live', 'historic'] as const;
export type RevisionStatus = (typeof REVISION_STATUSES)[number];

/** An agent with the ids of its live and its latest revision. */
export type AgentRow = typeof agentsTable.$inferSelect & {
  readonly liveRevisionId: string | null;
  readonly latestRevisionId: string | null;
};
export type RevisionRow = typeof revisionsTable.$inferSelect;
