import { sql } from 'drizzle-orm';
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { time } from '@app/database';
import type { Role } from '../principal';
import { teamsTable, usersTable } from '../users/users.tables';

/** Invites that nobody has accepted or revoked; the audit trail knows of the others. */
export const invitesTable = pgTable(
  'invites',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: uuid('team_id')
      .notNull()
      .references(() => teamsTable.id),
    email: text('email').notNull(),
    role: text('role').$type<Role>().notNull(),
    /** Hex SHA-256 of the token in the link. The token itself is stored nowhere. */
    hash: text('hash').notNull(),
    invitedBy: uuid('invited_by')
      .notNull()
      .references(() => usersTable.id),
    createdAt: time('created_at').notNull().defaultNow(),
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [
    uniqueIndex('invites_hash_key').on(table.hash),
    uniqueIndex('invites_team_email_key').on(table.teamId, sql`lower(${table.email})`),
    index('invites_team_idx').on(table.teamId, table.createdAt, table.id),
  ],
);
