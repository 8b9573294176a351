import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { time } from '@app/database';
import { usersTable } from '../users/users.tables';

/** Passwords of users; people who only sign in through an identity provider have none. */
export const passwordsTable = pgTable('passwords', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => usersTable.id),
  /** Argon2id, with its parameters in the text. */
  hash: text('hash').notNull(),
  changedAt: time('changed_at').notNull().defaultNow(),
});
