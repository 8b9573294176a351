import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { usersTable } from '@app/auth';
import { time } from '@app/database';
import { team } from '../shared';
import { runsTable } from './runs.tables';

export const humanRequestsTable = pgTable(
  'human_requests',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: team(),
    runId: uuid('run_id')
      .notNull()
      .references(() => runsTable.id),
    type: text('type').$type<HumanRequestType>().notNull(),
    title: text('title').notNull(),
    description: text('description'),
    questions: jsonb('questions').$type<readonly Question[]>().notNull().default([]),
    assigneeIds: uuid('assignee_ids').array().notNull().default([]),
    status: text('status').$type<HumanRequestStatus>().notNull().default('pending'),
    response: jsonb('response').$type<HumanResponse>(),
    comment: text('comment'),
    respondedBy: uuid('responded_by').references(() => usersTable.id),
    respondedAt: time('responded_at'),
    expiresAt: time('expires_at'),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [
    // A run waits for one answer at a time.
    uniqueIndex('human_requests_pending_key')
      .on(table.runId)
      .where(sql`${table.status} = 'pending'`),
    index('human_requests_list_idx').on(table.teamId, table.createdAt, table.id),
    index('human_requests_run_idx').on(table.runId),
    index('human_requests_expiry_idx')
      .on(table.expiresAt)
      .where(sql`${table.status} = 'pending'`),
  ],
);

export const HUMAN_REQUEST_TYPES = ['approval', 'question'] as const;
export type HumanRequestType = (typeof HUMAN_REQUEST_TYPES)[number];
export const HUMAN_REQUEST_STATUSES = ['pending', 'responded', 'cancelled', 'expired'] as const;
export type HumanRequestStatus = (typeof HUMAN_REQUEST_STATUSES)[number];

/** As the contract writes them. */
export interface Question {
  readonly id: string;
  readonly question: string;
  readonly options: readonly { readonly label: string; readonly description: string | null }[];
  readonly multi_select: boolean;
  readonly allow_free_text: boolean;
}
export interface Answer {
  readonly question_id: string;
  readonly values: readonly string[];
}
export interface HumanResponse {
  readonly approved: boolean | null;
  readonly answers: readonly Answer[];
}

export type HumanRequestRow = typeof humanRequestsTable.$inferSelect;
