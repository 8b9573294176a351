import { customType, integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';

/**
 * Binary column. The store reads and writes it as base64 text with encode() and decode(): of what both drivers
 * can do with bytes, this alone keeps the embedded database from blocking the event loop for long.
 */
const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

/** Content of files in pieces of 256 KiB; all pieces but the last are full. */
export const blobChunksTable = pgTable(
  'blob_chunks',
  {
    blobId: uuid('blob_id').notNull(),
    /** Position of the piece in the blob, from 0. */
    n: integer('n').notNull(),
    bytes: bytea('bytes').notNull(),
  },
  (table) => [primaryKey({ columns: [table.blobId, table.n] })],
);
