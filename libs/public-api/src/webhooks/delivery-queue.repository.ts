import { Injectable } from '@nestjs/common';
import { and, eq, inArray, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { Database } from '@app/database';
import { webhookDeliveriesTable as deliveries } from './webhooks.tables';
import type { DeliveryRow } from './webhooks.tables';

/** What an attempt came to, as the row keeps it. */
export interface AttemptRecord {
  readonly status: number | null;
  readonly error: string | null;
}

export const inMs = (ms: number) => sql`now() + ${ms}::float8 * interval '1 millisecond'`;

/** Due, and nobody has taken it. */
export const IS_FREE = and(
  eq(deliveries.status, 'pending'),
  lte(deliveries.nextAttemptAt, sql`now()`),
  or(isNull(deliveries.lockedUntil), lte(deliveries.lockedUntil, sql`now()`)),
);

/** @global The sender serves all teams alike; each row carries its team, and nothing of it reaches another. */
@Injectable()
export class DeliveryQueueRepository {
  constructor(private readonly database: Database) {}

  /** Ends a delivery after a last attempt. */
  async end(
    delivery: DeliveryRow,
    status: 'delivered' | 'given_up',
    { status: lastStatus, error: lastError }: AttemptRecord,
  ): Promise<void> {
    const ended = { status, lastStatus, lastError, endedAt: sql`now()`, lockedUntil: null };
    await this.afterAttempt(delivery, ended);
  }

  /** Puts a delivery back for another attempt in `delayMs` milliseconds. */
  async retry(
    delivery: DeliveryRow,
    delayMs: number,
    { status: lastStatus, error: lastError }: AttemptRecord,
  ): Promise<void> {
    const waiting = { lastStatus, lastError, nextAttemptAt: inMs(delayMs), lockedUntil: null };
    await this.afterAttempt(delivery, waiting);
  }

  /** Puts a delivery back as if it had not been taken. */
  async release(delivery: DeliveryRow): Promise<void> {
    await this.database.handle.update(deliveries).set({ lockedUntil: null }).where(isStill(delivery));
  }

  /**
   * Ends deliveries that are due and were written more than `ageMs` milliseconds ago.
   * @param limit how many at most
   * @returns their hosts, one entry per delivery
   */
  async giveUpOld(ageMs: number, reason: string, limit: number): Promise<string[]> {
    const { handle } = this.database;
    const old = this.some(and(IS_FREE, lt(deliveries.createdAt, inMs(-ageMs))), limit);
    const ended = await handle
      .with(old)
      .update(deliveries)
      .set({ status: 'given_up', lastError: reason, endedAt: sql`now()`, lockedUntil: null })
      .where(inArray(deliveries.id, handle.select({ id: old.id }).from(old)))
      .returning({ host: deliveries.host });
    return ended.map(({ host }) => host);
  }

  /**
   * Deletes deliveries that ended more than `days` days ago.
   * @param limit how many at most
   * @returns how many
   */
  async deleteEnded(days: number, limit: number): Promise<number> {
    const { handle } = this.database;
    const hasEnded = and(
      isNotNull(deliveries.endedAt),
      lt(deliveries.endedAt, sql`now() - ${days}::int * interval '1 day'`),
    );
    const old = this.some(hasEnded, limit);
    const deleted = await handle
      .with(old)
      .delete(deliveries)
      .where(inArray(deliveries.id, handle.select({ id: old.id }).from(old)))
      .returning({ id: deliveries.id });
    return deleted.length;
  }

  /**
   * A table expression, not a subquery: that is read once, while a join may read a subquery again and find other rows
   * than the first time, beyond the limit. https://www.postgresql.org/docs/current/queries-with.html
   */
  private some(where: SQL | undefined, limit: number) {
    const { handle } = this.database;
    return handle
      .$with('old')
      .as(
        handle
          .select({ id: deliveries.id })
          .from(deliveries)
          .where(where)
          .limit(limit)
          .for('update', { skipLocked: true }),
      );
  }

  private async afterAttempt(delivery: DeliveryRow, set: object): Promise<void> {
    await this.database.handle
      .update(deliveries)
      .set({ ...set, attempts: delivery.attempts + 1 })
      .where(isStill(delivery));
  }
}

/** Nobody else has dealt with the delivery since it was read, though our claim may have run out. */
const isStill = ({ id, attempts }: DeliveryRow) =>
  and(eq(deliveries.id, id), eq(deliveries.status, 'pending'), eq(deliveries.attempts, attempts));
