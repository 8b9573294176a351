import { sql } from 'drizzle-orm';
import { integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { usersTable } from '@app/auth';
import { time } from '@app/database';
import { team } from '../shared';

export const queuesTable = pgTable(
  'queues',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: team(),
    name: text('name').notNull(),
    description: text('description'),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => usersTable.id),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [uniqueIndex('queues_name_key').on(table.teamId, sql`lower(${table.name})`)],
);

export const labelsTable = pgTable(
  'labels',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: team(),
    queueId: uuid('queue_id')
      .notNull()
      .references(() => queuesTable.id, { onDelete: 'cascade' }),
    /** Empty for a plain tag. */
    key: text('key').notNull(),
    value: text('value').notNull(),
    colorHue: integer('color_hue').notNull(),
  },
  (table) => [uniqueIndex('labels_key').on(table.queueId, table.key, table.value)],
);

export type QueueRow = typeof queuesTable.$inferSelect;
export type LabelRow = typeof labelsTable.$inferSelect;
