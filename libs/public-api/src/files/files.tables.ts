import { bigint, boolean, customType, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { teamsTable, usersTable } from '@app/auth';
import { time } from '@app/database';
import { team } from '../shared';

/**
 * Text compared byte by byte: the order of paths is then the same in every database, whatever its locale, and the
 * unique index serves folder ranges too.
 */
const byteOrderedText = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

export const filesTable = pgTable(
  'files',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: team(),
    path: byteOrderedText('path').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    contentType: text('content_type').notNull(),
    /** Whether the whole content is valid UTF-8. */
    isText: boolean('is_text').notNull(),
    /** New with every content. */
    etag: text('etag').notNull(),
    /** Where the content lies; written once, replaced as a whole. */
    blobId: uuid('blob_id').notNull(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => usersTable.id),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [uniqueIndex('files_team_path_key').on(table.teamId, table.path)],
);

/** Bytes stored per team. Its row is also the lock under which the files of a team change. */
export const teamStorageTable = pgTable('team_storage', {
  teamId: uuid('team_id')
    .primaryKey()
    .references(() => teamsTable.id),
  usedBytes: bigint('used_bytes', { mode: 'number' }).notNull().default(0),
});
