import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { usersTable } from '@app/auth';
import { time } from '@app/database';
import { agentsTable, revisionsTable } from '../agents';
import { team } from '../shared';
import type { RunSource, RunStatus } from './run-machine';

export const runsTable = pgTable(
  'runs',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: team(),
    agentId: uuid('agent_id')
      .notNull()
      .references(() => agentsTable.id),
    /** The live revision when the run started; it stays, whatever is promoted later. */
    revisionId: uuid('revision_id')
      .notNull()
      .references(() => revisionsTable.id),
    status: text('status').$type<RunStatus>().notNull().default('pending'),
    /** Counts transitions; each is a compare-and-set on id, status and version. */
    version: integer('version').notNull().default(0),
    source: text('source').$type<RunSource>().notNull(),
    /** With whose rights the run acts. */
    userId: uuid('user_id')
      .notNull()
      .references(() => usersTable.id),
    input: text('input'),
    sandboxId: uuid('sandbox_id'),
    /** The case that the run claimed, and its queue; they stay when the case is closed. */
    caseId: uuid('case_id'),
    queueId: uuid('queue_id'),
    webhookUrl: text('webhook_url'),
    result: text('result'),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    /** Sequence of the latest message; counted up in the database. */
    messageCount: integer('message_count').notNull().default(0),
    maxDurationSeconds: integer('max_duration_seconds').notNull(),
    /** Milliseconds spent in starting and running before `activeSince`; waiting does not count. */
    activeMs: bigint('active_ms', { mode: 'number' }).notNull().default(0),
    activeSince: time('active_since'),
    /** Number of steps done, and what the executor remembers from one to the next. */
    step: integer('step').notNull().default(0),
    memory: jsonb('memory').$type<Record<string, unknown>>().notNull().default({}),
    /** Who executes the run, and until when it must have been heard of. */
    leaseId: uuid('lease_id'),
    leaseUntil: time('lease_until'),
    /** How often the run was taken over since its last step. */
    takeovers: integer('takeovers').notNull().default(0),
    createdAt: time('created_at').notNull().defaultNow(),
    startedAt: time('started_at'),
    completedAt: time('completed_at'),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [
    index('runs_list_idx').on(table.teamId, table.createdAt, table.id),
    index('runs_updated_idx').on(table.teamId, table.updatedAt, table.id),
    index('runs_agent_idx').on(table.agentId),
    index('runs_case_idx').on(table.caseId),
    index('runs_live_idx')
      .on(table.teamId)
      .where(sql`${table.status} in ('pending', 'starting', 'running', 'waiting')`),
    index('runs_lease_idx')
      .on(table.leaseUntil)
      .where(sql`${table.status} in ('starting', 'running')`),
  ],
);

export const runMessagesTable = pgTable(
  'run_messages',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: team(),
    runId: uuid('run_id')
      .notNull()
      .references(() => runsTable.id),
    sequence: integer('sequence').notNull(),
    type: text('type').$type<MessageType>().notNull(),
    role: text('role').$type<MessageRole>().notNull(),
    text: text('text'),
    toolCall: jsonb('tool_call').$type<ToolCall>(),
    toolResult: jsonb('tool_result').$type<ToolResult>(),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [uniqueIndex('run_messages_sequence_key').on(table.runId, table.sequence)],
);

export const MESSAGE_TYPES = [
  'text',
  'tool_call',
  'tool_result',
  'human_request',
  'human_response',
  'status',
] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];
export const MESSAGE_ROLES = ['user', 'agent', 'system'] as const;
export type MessageRole = (typeof MESSAGE_ROLES)[number];

/** As the contract writes them. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: Record<string, unknown>;
}
export interface ToolResult {
  readonly tool_call_id: string;
  readonly result: string | null;
  readonly error: string | null;
}

export type RunRow = typeof runsTable.$inferSelect;
export type MessageRow = typeof runMessagesTable.$inferSelect;
