import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { usersTable } from '@app/auth';
import { time } from '@app/database';
import { agentsTable } from '../agents';
import { runsTable } from '../runs';
import { team } from '../shared';
import { labelsTable, queuesTable } from './queues.tables';
import type { CaseEventType, CasePriority, CaseStatus } from './case-machine';

type RankColumns = Record<'status' | 'priority' | 'createdAt' | 'id', PgColumn>;

/**
 * What comes first is taken first: due postponed cases, then by priority, then the oldest; the id makes the order
 * total. Queries sort by the very expressions of the indexes, or they would not use them.
 */
export const claimRank = ({ status, priority, createdAt, id }: RankColumns) =>
  [
    sql`(${status} <> 'postponed')`,
    sql`(case ${priority} when 'high' then 0 when 'normal' then 1 else 2 end)`,
    createdAt,
    id,
  ] as const;

export const casesTable = pgTable(
  'cases',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: team(),
    queueId: uuid('queue_id')
      .notNull()
      .references(() => queuesTable.id),
    title: text('title').notNull(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull().default({}),
    priority: text('priority').$type<CasePriority>().notNull().default('normal'),
    status: text('status').$type<CaseStatus>().notNull().default('pending'),
    assignedAgentId: uuid('assigned_agent_id').references(() => agentsTable.id),
    /** Who delegated or retried it: as whom the dispatcher starts the assigned agent. */
    assignedBy: uuid('assigned_by').references(() => usersTable.id),
    /** The live run that works on it; set exactly while the case is in_progress or needs_input. */
    claimedByRunId: uuid('claimed_by_run_id').references(() => runsTable.id),
    claimedAt: time('claimed_at'),
    postponedTo: time('postponed_to'),
    /** Stopped by a person: nothing takes it before it is delegated or given a status. */
    held: boolean('held').notNull().default(false),
    attempts: integer('attempts').notNull().default(0),
    result: text('result'),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    createdByType: text('created_by_type').$type<'user' | 'run'>().notNull(),
    createdById: uuid('created_by_id').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
    completedAt: time('completed_at'),
  },
  (table) => [
    index('cases_list_idx').on(table.queueId, table.createdAt, table.id),
    index('cases_status_idx').on(table.queueId, table.status),
    // In the order of claims (`claimOrder`), so that the next case is found without sorting those that wait.
    index('cases_open_idx')
      .on(table.teamId, table.queueId, ...claimRank(table))
      .where(sql`${table.status} in ('pending', 'postponed') and not ${table.held}`),
    index('cases_assigned_idx')
      .on(table.teamId, ...claimRank(table))
      .where(
        sql`${table.status} in ('pending', 'postponed') and not ${table.held} and ${table.assignedAgentId} is not null`,
      ),
    index('cases_claim_idx').on(table.claimedByRunId),
  ],
);

export const caseLabelsTable = pgTable(
  'case_labels',
  {
    teamId: team(),
    caseId: uuid('case_id')
      .notNull()
      .references(() => casesTable.id, { onDelete: 'cascade' }),
    labelId: uuid('label_id')
      .notNull()
      .references(() => labelsTable.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.caseId, table.labelId] }),
    index('case_labels_label_idx').on(table.labelId),
  ],
);

export const caseEventsTable = pgTable(
  'case_events',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** Order of writing; events of one transaction share their time. */
    n: bigint('n', { mode: 'number' }).generatedAlwaysAsIdentity(),
    teamId: team(),
    caseId: uuid('case_id')
      .notNull()
      .references(() => casesTable.id, { onDelete: 'cascade' }),
    type: text('type').$type<CaseEventType>().notNull(),
    actorType: text('actor_type').$type<'user' | 'run' | 'system'>().notNull(),
    actorId: uuid('actor_id'),
    note: text('note'),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [index('case_events_case_idx').on(table.caseId, table.n)],
);

export type CaseRow = typeof casesTable.$inferSelect;
export type CaseEventRow = typeof caseEventsTable.$inferSelect;
