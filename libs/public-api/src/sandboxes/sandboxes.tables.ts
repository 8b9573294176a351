import { sql } from 'drizzle-orm';
import { bigint, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { usersTable } from '@app/auth';
import { time } from '@app/database';
import { team } from '../shared';

export const sandboxesTable = pgTable(
  'sandboxes',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: team(),
    name: text('name'),
    /** The live run that the sandbox serves. */
    runId: uuid('run_id'),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => usersTable.id),
    /** A sandbox is active until then; nothing else says so. */
    expiresAt: time('expires_at').notNull(),
    /** When its files were removed. */
    cleanedAt: time('cleaned_at'),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('sandboxes_list_idx').on(table.teamId, table.createdAt, table.id),
    // Every run that ends gives its sandbox back.
    index('sandboxes_run_idx')
      .on(table.runId)
      .where(sql`${table.runId} is not null`),
    index('sandboxes_expiry_idx')
      .on(table.expiresAt)
      .where(sql`${table.cleanedAt} is null`),
  ],
);

export const sandboxFilesTable = pgTable(
  'sandbox_files',
  {
    sandboxId: uuid('sandbox_id')
      .notNull()
      .references(() => sandboxesTable.id, { onDelete: 'cascade' }),
    teamId: team(),
    /** Absolute, below /workspace. */
    path: text('path').notNull(),
    blobId: uuid('blob_id').notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.sandboxId, table.path] })],
);

export type SandboxRow = typeof sandboxesTable.$inferSelect;
export type SandboxFileRow = typeof sandboxFilesTable.$inferSelect;
