import { Injectable } from '@nestjs/common';
import { and, eq, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { webhookDeliveriesTable } from './webhooks.tables';
import type { DeliveryRow } from './webhooks.tables';

export type NewDelivery = Pick<DeliveryRow, 'id' | 'runId' | 'event' | 'url' | 'host' | 'body'>;

@Injectable()
export class WebhookDeliveriesRepository {
  constructor(private readonly database: Database) {}

  async insert(teamId: TeamId, delivery: NewDelivery): Promise<void> {
    await this.database.handle.insert(webhookDeliveriesTable).values({ ...delivery, teamId });
  }

  /** Keeps a delivery that will not be sent, for whoever asks what became of it. */
  async insertGivenUp(teamId: TeamId, delivery: NewDelivery, reason: string): Promise<void> {
    const ended = { status: 'given_up', lastError: reason, endedAt: sql`now()` } as const;
    await this.database.handle.insert(webhookDeliveriesTable).values({ ...delivery, ...ended, teamId });
  }

  /** @returns whether at least so many deliveries of the team wait for the host */
  async hasPending(teamId: TeamId, host: string, count: number): Promise<boolean> {
    const rows = await this.database.handle
      .select({ host: webhookDeliveriesTable.host })
      .from(webhookDeliveriesTable)
      .where(
        and(
          eq(webhookDeliveriesTable.status, sql`'pending'`),
          eq(webhookDeliveriesTable.host, host),
          eq(webhookDeliveriesTable.teamId, teamId),
        ),
      )
      .offset(count - 1)
      .limit(1);
    return rows.length > 0;
  }
}
