import { boolean, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { usersTable } from '@app/auth';
import { time } from '@app/database';
import { team } from '../shared';
import type { AccessLevel } from './access-level';

export const connectionsTable = pgTable(
  'connections',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: team(),
    name: text('name').notNull(),
    type: text('type').notNull(),
    provider: text('provider').notNull(),
    status: text('status').$type<ConnectionStatus>().notNull().default('active'),
    brokenReason: text('broken_reason'),
    accountLabel: text('account_label'),
    scopes: text('scopes').array().notNull().default([]),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => usersTable.id),
    /** The same as a team grant at level use. */
    shared: boolean('shared').notNull().default(false),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [index('connections_team_idx').on(table.teamId, table.createdAt, table.id)],
);

export const connectionGrantsTable = pgTable(
  'connection_grants',
  {
    connectionId: uuid('connection_id')
      .notNull()
      .references(() => connectionsTable.id, { onDelete: 'cascade' }),
    teamId: team(),
    subject: text('subject').$type<GrantSubject>().notNull(),
    /** User id, role name or team id. */
    subjectId: text('subject_id').notNull(),
    level: text('level').$type<AccessLevel>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.connectionId, table.subject, table.subjectId] }),
    index('connection_grants_subject_idx').on(table.teamId, table.subject, table.subjectId),
  ],
);

/** Apart from the connections, so that no query that lists those can meet a secret. */
export const connectionCredentialsTable = pgTable('connection_credentials', {
  connectionId: uuid('connection_id')
    .primaryKey()
    .references(() => connectionsTable.id, { onDelete: 'cascade' }),
  teamId: team(),
  /** Encrypted. */
  sealed: text('sealed').notNull(),
  updatedAt: time('updated_at').notNull().defaultNow(),
});

export type ConnectionStatus = 'active' | 'broken';
export type GrantSubject = 'user' | 'role' | 'team';
export type ConnectionRow = typeof connectionsTable.$inferSelect;
export type GrantRow = typeof connectionGrantsTable.$inferSelect;
