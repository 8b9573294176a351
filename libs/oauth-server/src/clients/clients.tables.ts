import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { time } from '@app/database';
import { sql } from 'drizzle-orm';

/** Life of the clients that registered themselves: who may be forgotten, and when. */
export const registrationsTable = pgTable(
  'oauth_registrations',
  {
    clientId: text('client_id').primaryKey(),
    /** Hex SHA-256 of the client id, as in oauth_artifacts. */
    clientHash: text('client_hash').notNull(),
    /** IPv4 address or IPv6 /64 that registered it. */
    address: text('address').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    /** When somebody first approved it; null: it was never used. */
    firstUsedAt: time('first_used_at'),
    lastUsedAt: time('last_used_at'),
  },
  (table) => [
    index('oauth_registrations_unused_idx')
      .on(table.address, table.createdAt)
      .where(sql`${table.firstUsedAt} is null`),
    index('oauth_registrations_used_idx').on(table.lastUsedAt),
  ],
);
