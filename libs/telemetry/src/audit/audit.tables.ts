import { bigserial, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { time } from '@app/database';

/** `dashboard`: whatever is no call of the Public API, i.e. pages, `/api/*` and the operator's commands. */
export const CALL_SOURCES = ['api', 'mcp', 'dashboard', 'dispatcher'] as const;
export type CallSource = (typeof CALL_SOURCES)[number];

/** Ids of what a call acted on, by the name of the input they came in. */
export type AuditTargets = Readonly<Record<string, string | readonly string[]>>;

/** Append-only. No bodies, no secrets. */
export const auditEntriesTable = pgTable(
  'audit_entries',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    teamId: uuid('team_id').notNull(),
    /** Null: the operator, who is no user. */
    userId: uuid('user_id'),
    credentialType: text('credential_type').notNull(),
    credentialId: text('credential_id').notNull(),
    /** OAuth client of the credential. */
    clientId: text('client_id'),
    /** Role of the user at that moment. */
    role: text('role'),
    source: text('source').$type<CallSource>().notNull(),
    operationId: text('operation_id').notNull(),
    targets: jsonb('targets').$type<AuditTargets>().notNull(),
    status: integer('status').notNull(),
    errorCode: text('error_code'),
    /** Units that the call takes of every counter. */
    cost: integer('cost').notNull().default(1),
    /** Bucket that refused the call. */
    refusedBucket: text('refused_bucket'),
    /** Rule that the refusing limit comes from; null: the configured default. */
    refusedRuleId: uuid('refused_rule_id'),
    /** Rules on trial that would have refused the call; null: none. */
    shadowRefusals: jsonb('shadow_refusals').$type<readonly string[]>(),
    requestId: text('request_id').notNull(),
    ip: text('ip').notNull(),
    durationMs: integer('duration_ms').notNull(),
    createdAt: time('created_at').notNull(),
  },
  // Each further index costs every call; those of a team are searched by time, and what is left is few rows.
  (table) => [index('audit_entries_page_idx').on(table.teamId, table.createdAt, table.id)],
);

export type AuditRow = typeof auditEntriesTable.$inferSelect;
export type AuditEntry = Omit<typeof auditEntriesTable.$inferInsert, 'id'>;
