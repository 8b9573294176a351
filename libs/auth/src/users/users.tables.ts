import { sql } from 'drizzle-orm';
import { integer, pgTable, primaryKey, text, uniqueIndex, uuid, index } from 'drizzle-orm/pg-core';
import { time } from '@app/database';
import type { Role } from '../principal';

const createdAt = () => time('created_at').notNull().defaultNow();

export const teamsTable = pgTable('teams', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull(),
  /** Longest life of a new API key, in days; null: any, and none. */
  apiKeyMaxDays: integer('api_key_max_days'),
  createdAt: createdAt(),
});

export const usersTable = pgTable(
  'users',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    /** A disabled user keeps the rows and loses every credential at once. */
    disabledAt: time('disabled_at'),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex('users_email_key').on(sql`lower(${table.email})`)],
);

export const membersTable = pgTable(
  'members',
  {
    teamId: uuid('team_id')
      .notNull()
      .references(() => teamsTable.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => usersTable.id),
    role: text('role').$type<Role>().notNull(),
    joinedAt: time('joined_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.userId] }),
    index('members_user_idx').on(table.userId),
  ],
);
