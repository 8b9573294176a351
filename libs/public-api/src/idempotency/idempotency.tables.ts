import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { time } from '@app/database';

/** One row per key a credential has used on an operation, written in the transaction of the effect. */
export const idempotencyKeysTable = pgTable(
  'idempotency_keys',
  {
    credentialId: text('credential_id').notNull(),
    operationId: text('operation_id').notNull(),
    key: text('key').notNull(),
    /** SHA-256 of what the request asks for. */
    fingerprint: text('fingerprint').notNull(),
    status: integer('status').notNull().default(0),
    /** JSON text as it was sent, so that a replay has the same bytes. */
    reply: text('reply').notNull().default(''),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.credentialId, table.operationId, table.key] }),
    index('idempotency_keys_created_idx').on(table.createdAt),
  ],
);
