import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { time } from '@app/database';
import { teamsTable, usersTable } from '../users/users.tables';

/** Signed-in browsers. */
export const sessionsTable = pgTable(
  'sessions',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** Hex SHA-256 of what the cookie carries. */
    hash: text('hash').notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => usersTable.id),
    /** The team in which the session acts; null while its user is in none. */
    teamId: uuid('team_id').references(() => teamsTable.id),
    /** How the person proved who they are: `pwd`, `fed` (https://www.rfc-editor.org/rfc/rfc8176). */
    amr: text('amr').array().notNull(),
    ip: text('ip'),
    userAgent: text('user_agent'),
    createdAt: time('created_at').notNull().defaultNow(),
    /** The last proof: signing in, or the password again. */
    authenticatedAt: time('authenticated_at').notNull().defaultNow(),
    lastSeenAt: time('last_seen_at').notNull().defaultNow(),
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [
    uniqueIndex('sessions_hash_key').on(table.hash),
    index('sessions_user_idx').on(table.userId),
    index('sessions_expiry_idx').on(table.expiresAt),
  ],
);
