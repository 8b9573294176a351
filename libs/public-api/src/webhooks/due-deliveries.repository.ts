import { Injectable } from '@nestjs/common';
import { and, inArray } from 'drizzle-orm';
import { Database } from '@app/database';
import { inMs, IS_FREE } from './delivery-queue.repository';
import { webhookDeliveriesTable as deliveries } from './webhooks.tables';
import type { DeliveryRow } from './webhooks.tables';

/** A delivery that could be taken. */
export type DueDelivery = Pick<DeliveryRow, 'id' | 'teamId' | 'host'>;

/** What a team has for one host is one line; lines are sorted by host and team. */
export type Line = Pick<DueDelivery, 'host' | 'teamId'>;

export interface DueFilter {
  /** Goes on behind this line; at the first one if there is none. */
  readonly after: Line | undefined;
  /** How many lines are looked at. */
  readonly lines: number;
  readonly notHosts: readonly string[];
  readonly notTeams: readonly string[];
  /** How many of one line, at most. */
  readonly perLine: number;
}

export interface DueDeliveries {
  readonly deliveries: readonly DueDelivery[];
  /** The last line that was looked at, if others follow. */
  readonly next: Line | undefined;
}

/**
 * The heads of the lines. Each step of the recursion, and each look at a line, is one descent in
 * `webhook_deliveries_host_idx`: how many deliveries stand in a line makes no difference. Bounds and order name
 * host and team each time, or the index of the due times alone might be taken, with every other line in the way.
 * https://wiki.postgresql.org/wiki/Loose_indexscan
 */
const HEADS = `
  with recursive line (host, team_id, n) as (
    (select host, team_id, 1 from webhook_deliveries
      where status = 'pending' and (host, team_id) > ($1::text, $2::uuid)
      order by host, team_id limit 1)
    union all
    select following.host, following.team_id, line.n + 1 from line
      cross join lateral (select host, team_id from webhook_deliveries
        where status = 'pending' and (host, team_id) > (line.host, line.team_id)
        order by host, team_id limit 1) following
      where line.n < $3::int
  )
  select line.host, line.team_id as "teamId", line.n, head.id
  from line left join lateral (
    select id, row_number() over (order by host, team_id, next_attempt_at, id) as place from webhook_deliveries
    where status = 'pending' and (locked_until is null or locked_until <= now())
      and (host, team_id, next_attempt_at) > (line.host, line.team_id, '-infinity')
      and (host, team_id, next_attempt_at) <= (line.host, line.team_id, now())
    order by host, team_id, next_attempt_at, id limit $4::int
  ) head on line.host <> all($5::text[]) and line.team_id <> all($6::uuid[])
  order by head.place, random()`;

const FIRST: Line = { host: '', teamId: '00000000-0000-0000-0000-000000000000' };

type Found = Line & { readonly n: number; readonly id: string | null };

/** @global The sender serves all teams alike; each row carries its team, and nothing of it reaches another. */
@Injectable()
export class DueDeliveriesRepository {
  constructor(private readonly database: Database) {}

  /**
   * Deliveries that are due and that nobody has taken: of each line the oldest ones, the first of all lines before
   * the second of any. Among lines it is left to chance, so that no backlog goes before what came after it.
   */
  async due({ after = FIRST, lines, notHosts, notTeams, perLine }: DueFilter): Promise<DueDeliveries> {
    const values = [after.host, after.teamId, lines, perLine, notHosts, notTeams];
    const { rows } = await this.database.query<Found>(HEADS, values);
    const last = rows.find(({ n }) => n === lines);
    return {
      deliveries: rows.flatMap(({ id, teamId, host }) => (id === null ? [] : { id, teamId, host })),
      next: last && { host: last.host, teamId: last.teamId },
    };
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
}
