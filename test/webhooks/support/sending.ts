import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { Clock } from '@app/auth';
import type { TeamId } from '@app/database';
import { LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { DeliveryAttempt } from '../../../libs/public-api/src/webhooks/delivery-attempt';
import { DeliveryOutcomes } from '../../../libs/public-api/src/webhooks/delivery-outcomes';
import { DeliveryQueueRepository } from '../../../libs/public-api/src/webhooks/delivery-queue.repository';
import { DueDeliveriesRepository } from '../../../libs/public-api/src/webhooks/due-deliveries.repository';
import { SystemResolver } from '../../../libs/public-api/src/webhooks/host-resolver';
import type { HostResolver } from '../../../libs/public-api/src/webhooks/host-resolver';
import { TargetCheck } from '../../../libs/public-api/src/webhooks/target-check';
import { WebhookClient } from '../../../libs/public-api/src/webhooks/webhook-client';
import type { RunWebhook } from '../../../libs/public-api/src/webhooks/webhook-event';
import { WebhookOutbox } from '../../../libs/public-api/src/webhooks/webhook-outbox.service';
import { WebhookSecrets } from '../../../libs/public-api/src/webhooks/webhook-secrets.service';
import { WebhookSender } from '../../../libs/public-api/src/webhooks/webhook-sender.service';
import { WebhookWake } from '../../../libs/public-api/src/webhooks/webhook-wake';
import type { DeliveryRow } from '../../../libs/public-api/src/webhooks/webhooks.tables';
import type { TestApp } from '../../support/test-app';

export interface SenderOptions {
  readonly resolver?: HostResolver;
  /** The development switch. @default true */
  readonly allowPrivate?: boolean;
  readonly timeoutMs?: number;
  readonly ladder?: readonly number[];
  /** @default the middle of the jitter */
  readonly random?: () => number;
  readonly ca?: string;
  readonly clock?: Clock;
}

/** A sender of its own, as another process would have one. */
export function newSender(test: TestApp, options: SenderOptions = {}): WebhookSender {
  const queue = test.get(DeliveryQueueRepository);
  const logger: Logger = test.get<Logger>(LOGGER);
  const attempts = new DeliveryAttempt(
    new TargetCheck(options.resolver ?? new SystemResolver(), options.allowPrivate ?? true),
    test.get(WebhookSecrets),
    new WebhookClient(options.ca),
    options.clock ?? test.get(Clock),
    options.timeoutMs,
  );
  const outcomes = new DeliveryOutcomes(queue, logger, options.random ?? (() => 0.5), options.ladder);
  return new WebhookSender(
    test.get(DueDeliveriesRepository),
    attempts,
    outcomes,
    test.get(WebhookWake),
    logger,
  );
}

/** Emits an event of a made-up run in a transaction of its own. */
export async function emit(
  test: TestApp,
  url: string,
  webhook: Partial<RunWebhook> & { readonly teamId?: TeamId } = {},
): Promise<void> {
  const { teamId = test.world.acme.teamId, ...rest } = webhook;
  await test.database.transaction(() =>
    test.get(WebhookOutbox).emit(teamId, {
      runId: randomUUID(),
      agentId: randomUUID(),
      url,
      event: 'run_completed',
      status: 'completed',
      humanRequest: null,
      ...rest,
    }),
  );
}

type Row = Pick<DeliveryRow, 'id' | 'status' | 'attempts' | 'host'> & {
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  /** Until the next attempt, in milliseconds. */
  readonly dueInMs: number;
  readonly isLocked: boolean;
};

/** Every delivery, oldest first. */
export async function deliveriesOf(test: TestApp): Promise<Row[]> {
  const found: unknown = await test.database.handle.execute(sql`
    select id, status, attempts, host, last_status as "lastStatus", last_error as "lastError",
      extract(epoch from next_attempt_at - now())::float8 * 1000 as "dueInMs",
      coalesce(locked_until > now(), false) as "isLocked"
    from webhook_deliveries order by created_at, id`);
  return (found as { rows: Row[] }).rows;
}

/** Puts deliveries of Acme into the queue that are due since they were written. */
export const flood = (
  test: TestApp,
  {
    url,
    host = new URL(url).host,
    age = '1 hour',
    count = 1,
  }: { url: string; host?: string; age?: string; count?: number },
): Promise<unknown> =>
  test.database.handle.execute(sql`
    insert into webhook_deliveries (team_id, run_id, event, url, host, body, created_at, next_attempt_at)
    select ${test.world.acme.teamId}, gen_random_uuid(), 'run_completed', ${url}, ${host}, '{}',
      now() - ${age}::interval, now() - ${age}::interval
    from generate_series(1, ${count}::int)`);

/** Makes every waiting delivery due now. */
export const hurry = (test: TestApp): Promise<unknown> =>
  test.database.handle.execute(
    sql`update webhook_deliveries set next_attempt_at = now() - interval '1 second' where status = 'pending'`,
  );

export const clearDeliveries = (test: TestApp): Promise<unknown> =>
  test.database.handle.execute(sql`delete from webhook_deliveries`);
