import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@app/auth';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { webhookBodyOf } from './webhook-event';
import type { RunWebhook } from './webhook-event';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository';
import { WebhookWake } from './webhook-wake';

/**
 * How many deliveries of a team may wait for one host: about what it takes in an hour if it answers within a
 * second. What comes on top would be too old before its turn.
 */
const MAX_PENDING = 10_000;

/** Where runs put the events that their callers want to be told. */
@Injectable()
export class WebhookOutbox {
  constructor(
    private readonly database: Database,
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly clock: Clock,
    private readonly wake: WebhookWake,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Writes the delivery in the open transaction, so that it exists if, and only if, what it tells has happened.
   * After the commit the sender of this process is woken; that of another one finds it at its next look.
   */
  async emit(teamId: TeamId, webhook: RunWebhook): Promise<void> {
    const id = randomUUID();
    const createdAt = webhook.createdAt ?? new Date(this.clock.now());
    const { host } = new URL(webhook.url);
    const { runId, event, url } = webhook;
    const delivery = { id, runId, event, url, host, body: webhookBodyOf(id, teamId, webhook, createdAt) };
    if (await this.deliveries.hasPending(teamId, host, MAX_PENDING)) {
      await this.deliveries.insertGivenUp(teamId, delivery, 'too many others wait for this host');
      this.logger.warn({ webhook: id, run: runId, event, host }, 'A webhook was given up: too many wait.');
      return;
    }
    await this.deliveries.insert(teamId, delivery);
    this.database.afterCommit(() => this.wake.wake());
  }
}
