import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { time } from '@app/database';

/** Keys of the authorization server, the same on all replicas. */
export const serverKeysTable = pgTable('oauth_server_keys', {
  id: uuid('id').primaryKey().defaultRandom(),
  /** What it signs. */
  use: text('use').$type<'tokens' | 'cookies'>().notNull(),
  /** The private JWK or the cookie secret, encrypted. */
  sealed: text('sealed').notNull(),
  createdAt: time('created_at').notNull().defaultNow(),
  /** From when on it signs; before, replicas only get to know it. */
  activeAt: time('active_at').notNull().defaultNow(),
  /** From when on it verifies nothing any more. */
  retiredAt: time('retired_at'),
});
