import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { teamsTable, usersTable } from '@app/auth';
import { time } from '@app/database';
import type { RuleBucket, RuleMode, RuleSubject } from './limit-rule';

export const rateLimitRulesTable = pgTable(
  'rate_limit_rules',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: uuid('team_id')
      .notNull()
      .references(() => teamsTable.id),
    subject: text('subject').$type<RuleSubject>().notNull(),
    subjectId: text('subject_id').notNull(),
    bucket: text('bucket').$type<RuleBucket>().notNull(),
    limit: integer('limit').notNull(),
    windowSeconds: integer('window_seconds').notNull(),
    mode: text('mode').$type<RuleMode>().notNull(),
    enabled: boolean('enabled').notNull().default(true),
    /** Null: the operator, by command. */
    createdBy: uuid('created_by').references(() => usersTable.id),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [
    // One rule in force and one on trial per subject and bucket; which of two would win nobody could tell.
    uniqueIndex('rate_limit_rules_subject_key')
      .on(table.teamId, table.subject, table.subjectId, table.bucket, table.mode)
      .where(sql`${table.enabled}`),
    index('rate_limit_rules_list_idx').on(table.teamId, table.createdAt, table.id),
  ],
);

/** Counts the changes of a team's rules: what replicas poll, because a message can be lost. */
export const rateLimitVersionsTable = pgTable(
  'rate_limit_versions',
  {
    teamId: uuid('team_id')
      .primaryKey()
      .references(() => teamsTable.id),
    version: bigint('version', { mode: 'number' }).notNull(),
    changedAt: time('changed_at').notNull().defaultNow(),
  },
  (table) => [index('rate_limit_versions_time_idx').on(table.changedAt)],
);
