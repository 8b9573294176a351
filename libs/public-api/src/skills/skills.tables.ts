import { sql } from 'drizzle-orm';
import { integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { teamsTable } from '@app/auth';
import { time } from '@app/database';

export const skillsTable = pgTable(
  'skills',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** `null`: a system skill, which every team sees and none can change. */
    teamId: uuid('team_id').references(() => teamsTable.id),
    name: text('name').notNull(),
    description: text('description').notNull(),
    content: text('content').notNull(),
    /** Size of the content in bytes of UTF-8. */
    sizeBytes: integer('size_bytes').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('skills_team_name_key').on(table.teamId, table.name),
    // In the index above no two nulls are equal, so system skills need their own.
    uniqueIndex('skills_system_name_key')
      .on(table.name)
      .where(sql`${table.teamId} is null`),
  ],
);
