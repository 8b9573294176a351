import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '@app/auth';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { webhookBodyOf } from './webhook-event';
import type { RunWebhook } from './webhook-event';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository';
import { WebhookWake } from './webhook-wake';

/** Where runs put the events that their callers want to be told. */
@Injectable()
export class WebhookOutbox {
  constructor(
    private readonly database: Database,
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly clock: Clock,
    private readonly wake: WebhookWake,
  ) {}

  /**
   * Writes the delivery in the open transaction, so that it exists if, and only if, what it tells has happened.
   * After the commit the sender of this process is woken; that of another one finds it at its next look.
   */
  async emit(teamId: TeamId, webhook: RunWebhook): Promise<void> {
    const id = randomUUID();
    const createdAt = webhook.createdAt ?? new Date(this.clock.now());
    await this.deliveries.insert(teamId, {
      id,
      runId: webhook.runId,
      event: webhook.event,
      url: webhook.url,
      host: new URL(webhook.url).host,
      body: webhookBodyOf(id, teamId, webhook, createdAt),
    });
    this.database.afterCommit(() => this.wake.wake());
  }
}
