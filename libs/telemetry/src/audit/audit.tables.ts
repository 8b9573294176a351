import { bigserial, index, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export type CallSource = 'api' | 'mcp' | 'dashboard' | 'dispatcher';

/** Append-only. No bodies, no secrets. */
export const auditEntriesTable = pgTable(
  'audit_entries',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    teamId: uuid('team_id').notNull(),
    userId: uuid('user_id').notNull(),
    credentialType: text('credential_type').notNull(),
    credentialId: text('credential_id').notNull(),
    source: text('source').$type<CallSource>().notNull(),
    operationId: text('operation_id').notNull(),
    /** Path parameters of the call, by name. */
    targets: jsonb('targets').$type<Record<string, string>>().notNull(),
    status: integer('status').notNull(),
    errorCode: text('error_code'),
    requestId: text('request_id').notNull(),
    ip: text('ip').notNull(),
    durationMs: integer('duration_ms').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 3 }).notNull(),
  },
  (table) => [index('audit_entries_team_time_idx').on(table.teamId, table.createdAt)],
);

export type AuditEntry = Omit<typeof auditEntriesTable.$inferInsert, 'id'>;
