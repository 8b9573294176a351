import { Injectable } from '@nestjs/common';
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
}
