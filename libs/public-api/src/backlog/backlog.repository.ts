import { Injectable } from '@nestjs/common';
import { and, count, eq, inArray, lte, min, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import { LIVE_STATUSES, runsTable } from '../runs';
import { webhookDeliveriesTable as deliveries } from '../webhooks';

/** Beyond it nobody needs to know how many there are, and counting them would cost. */
const MOST_COUNTED = 100_000;

/** @global Operators watch the whole installation; sums and ages tell nothing of a team. */
@Injectable()
export class BacklogRepository {
  constructor(private readonly database: Database) {}

  /** Runs that have not ended, by status. */
  async runs(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.handle
      .select({ status: runsTable.status, runs: count() })
      .from(runsTable)
      .where(inArray(runsTable.status, [...LIVE_STATUSES]))
      .groupBy(runsTable.status);
    const found = new Map<string, number>(rows.map(({ status, runs }) => [status, runs]));
    return new Map(LIVE_STATUSES.map((status) => [status, found.get(status) ?? 0]));
  }

  /** Deliveries whose time has come; counted up to a bound. */
  async dueWebhooks(): Promise<number> {
    const due = this.database.handle
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(this.isDue())
      .limit(MOST_COUNTED)
      .as('due');
    const [row] = await this.database.handle.select({ due: count() }).from(due);
    return row?.due ?? 0;
  }

  /** For how long the oldest of them has been due, in seconds. */
  async webhookLag(): Promise<number> {
    const age = sql<number>`extract(epoch from now() - ${min(deliveries.nextAttemptAt)})::float8`;
    const [row] = await this.database.handle.select({ age }).from(deliveries).where(this.isDue());
    return Math.max(0, row?.age ?? 0);
  }

  private isDue() {
    return and(eq(deliveries.status, 'pending'), lte(deliveries.nextAttemptAt, sql`now()`));
  }
}
