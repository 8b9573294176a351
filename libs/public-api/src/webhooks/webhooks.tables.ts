import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { teamsTable } from '@app/auth';
import { time } from '@app/database';
import { team } from '../shared';

/** Secrets that sign the webhooks of a team. After a rotation the former one signs too, until it ends. */
export const webhookSecretsTable = pgTable('webhook_secrets', {
  teamId: uuid('team_id')
    .primaryKey()
    .references(() => teamsTable.id),
  secret: text('secret').notNull(),
  formerSecret: text('former_secret'),
  formerUntil: time('former_until'),
  createdAt: time('created_at').notNull().defaultNow(),
});

/** Events to be told to a receiver. A row is written in the transaction of the event and kept after delivery. */
export const webhookDeliveriesTable = pgTable(
  'webhook_deliveries',
  {
    /** Also the event id that the receiver sees. */
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: team(),
    runId: uuid('run_id').notNull(),
    event: text('event').$type<WebhookEvent>().notNull(),
    url: text('url').notNull(),
    /** Host of the URL; a target that fails holds up its own deliveries alone. */
    host: text('host').notNull(),
    /** The exact text that is signed and sent. */
    body: text('body').notNull(),
    status: text('status').$type<DeliveryStatus>().notNull().default('pending'),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: time('next_attempt_at').notNull().defaultNow(),
    /** Until when a worker that took the delivery has it for itself. */
    lockedUntil: time('locked_until'),
    lastStatus: integer('last_status'),
    lastError: text('last_error'),
    createdAt: time('created_at').notNull().defaultNow(),
    endedAt: time('ended_at'),
  },
  (table) => [
    index('webhook_deliveries_due_idx')
      .on(table.nextAttemptAt)
      .where(sql`${table.status} = 'pending'`),
    index('webhook_deliveries_host_idx')
      .on(table.host, table.teamId, table.nextAttemptAt, table.id)
      .where(sql`${table.status} = 'pending'`),
    index('webhook_deliveries_run_idx').on(table.runId),
  ],
);

export const WEBHOOK_EVENTS = [
  'human_request',
  'run_completed',
  'run_failed',
  'run_stopped',
  'run_interrupted',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];
export type DeliveryStatus = 'pending' | 'delivered' | 'given_up';
export type DeliveryRow = typeof webhookDeliveriesTable.$inferSelect;
