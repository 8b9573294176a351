import { Injectable } from '@nestjs/common';
import { and, asc, eq, inArray, isNotNull, isNull, lt, lte, notInArray, or, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import { webhookDeliveriesTable as deliveries } from './webhooks.tables';
import type { DeliveryRow } from './webhooks.tables';

/** A delivery that could be taken. */
export type DueDelivery = Pick<DeliveryRow, 'id' | 'teamId' | 'host'>;

export interface DueFilter {
  readonly notHosts: readonly string[];
  readonly notTeams: readonly string[];
  /** How many of one host, at most. */
  readonly perHost: number;
  readonly limit: number;
}

/** What an attempt came to, as the row keeps it. */
export interface AttemptRecord {
  readonly status: number | null;
  readonly error: string | null;
}

const inMs = (ms: number) => sql`now() + ${ms}::float8 * interval '1 millisecond'`;

const IS_FREE = and(
  eq(deliveries.status, 'pending'),
  lte(deliveries.nextAttemptAt, sql`now()`),
  or(isNull(deliveries.lockedUntil), lte(deliveries.lockedUntil, sql`now()`)),
);

/** @global The sender serves all teams alike; each row carries its team, and nothing of it reaches another. */
@Injectable()
export class DeliveryQueueRepository {
  constructor(private readonly database: Database) {}

  /** Deliveries that are due and that nobody has taken, oldest first. */
  async due({ notHosts, notTeams, perHost, limit }: DueFilter): Promise<DueDelivery[]> {
    const { handle } = this.database;
    const place = sql<number>`row_number() over (partition by ${deliveries.host} order by ${deliveries.nextAttemptAt}, ${deliveries.id})`;
    const ranked = handle
      .select({
        id: deliveries.id,
        teamId: deliveries.teamId,
        host: deliveries.host,
        nextAttemptAt: deliveries.nextAttemptAt,
        place: place.as('place'),
      })
      .from(deliveries)
      .where(
        and(
          IS_FREE,
          notInArray(deliveries.host, [...notHosts]),
          notInArray(deliveries.teamId, [...notTeams]),
        ),
      )
      .as('ranked');
    return handle
      .select({ id: ranked.id, teamId: ranked.teamId, host: ranked.host })
      .from(ranked)
      .where(lte(ranked.place, perHost))
      .orderBy(asc(ranked.nextAttemptAt), asc(ranked.id))
      .limit(limit);
  }

  /**
   * Takes deliveries for `lockMs` milliseconds; after that, whoever looks may take them again.
   * @returns those that nobody else has taken meanwhile
   */
  async claim(ids: readonly string[], lockMs: number): Promise<DeliveryRow[]> {
    const { handle } = this.database;
    const free = handle
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(and(inArray(deliveries.id, [...ids]), IS_FREE))
      .for('update', { skipLocked: true });
    return handle
      .update(deliveries)
      .set({ lockedUntil: inMs(lockMs) })
      .where(inArray(deliveries.id, free))
      .returning();
  }

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
   * Deletes deliveries that ended more than `days` days ago.
   * @param limit how many at most
   * @returns how many
   */
  async deleteEnded(days: number, limit: number): Promise<number> {
    const { handle } = this.database;
    const old = handle
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(
        and(
          isNotNull(deliveries.endedAt),
          lt(deliveries.endedAt, sql`now() - ${days}::int * interval '1 day'`),
        ),
      )
      .limit(limit)
      .for('update', { skipLocked: true });
    const deleted = await handle
      .delete(deliveries)
      .where(inArray(deliveries.id, old))
      .returning({ id: deliveries.id });
    return deleted.length;
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
