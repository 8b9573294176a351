import { Injectable } from '@nestjs/common';
import { and, asc, count, eq, ilike, inArray, or, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { containsPattern } from '../shared';
import type { Page, PageRequest } from '../shared';
import type { CaseStatus } from './case-machine';
import { casesTable } from './cases.tables';
import { queuesTable } from './queues.tables';
import type { QueueRow } from './queues.tables';

/** Cases of a queue by status; a status without cases is left out. */
export type CaseCounts = Readonly<Partial<Record<CaseStatus, number>>>;
export type QueueWithCounts = QueueRow & { readonly caseCounts: CaseCounts };
export type NewQueue = Pick<QueueRow, 'name' | 'createdBy'> & { readonly description?: string | undefined };
export type QueueChange = {
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
};

/** Work queues. Cases refer to their queue, so a row that is locked for update gets no new ones. */
@Injectable()
export class QueuesRepository {
  constructor(private readonly database: Database) {}

  async list(
    teamId: TeamId,
    filter: PageRequest & { readonly search?: string | undefined },
  ): Promise<Page<QueueWithCounts>> {
    const { handle } = this.database;
    const where = and(eq(queuesTable.teamId, teamId), filter.search ? matches(filter.search) : undefined);
    const rows = await handle
      .select()
      .from(queuesTable)
      .where(where)
      .orderBy(sql`lower(${queuesTable.name}) collate "C"`, asc(queuesTable.id))
      .limit(filter.limit)
      .offset(filter.offset);
    const [counted] = await handle.select({ total: count() }).from(queuesTable).where(where);
    return { rows: await this.withCounts(teamId, rows), total: counted?.total ?? 0 };
  }

  async find(teamId: TeamId, id: string): Promise<QueueWithCounts | undefined> {
    const rows = await this.database.handle.select().from(queuesTable).where(one(teamId, id));
    return (await this.withCounts(teamId, rows))[0];
  }

  async exists(teamId: TeamId, id: string): Promise<boolean> {
    const [row] = await this.database.handle
      .select({ id: queuesTable.id })
      .from(queuesTable)
      .where(one(teamId, id));
    return row !== undefined;
  }

  /** @returns those of the ids that are queues; these stay until the transaction ends */
  async existing(teamId: TeamId, ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.handle
      .select({ id: queuesTable.id })
      .from(queuesTable)
      .where(and(eq(queuesTable.teamId, teamId), inArray(queuesTable.id, [...ids])))
      .orderBy(asc(queuesTable.id))
      .for('key share');
    return new Set(rows.map(({ id }) => id));
  }

  /** Holds the queue until the transaction ends; cases can still be added. @returns whether there is such a queue */
  async lock(teamId: TeamId, id: string): Promise<boolean> {
    const rows = await this.database.handle
      .select({ id: queuesTable.id })
      .from(queuesTable)
      .where(one(teamId, id))
      .for('no key update');
    return rows.length > 0;
  }

  /**
   * Holds the queue until the transaction ends, after whoever is adding a case or relying on it through
   * `existing`. @returns whether there is such a queue
   */
  async lockForRemoval(teamId: TeamId, id: string): Promise<boolean> {
    const rows = await this.database.handle
      .select({ id: queuesTable.id })
      .from(queuesTable)
      .where(one(teamId, id))
      .for('update');
    return rows.length > 0;
  }

  async hasCases(teamId: TeamId, id: string): Promise<boolean> {
    const rows = await this.database.handle
      .select({ id: casesTable.id })
      .from(casesTable)
      .where(and(eq(casesTable.teamId, teamId), eq(casesTable.queueId, id)))
      .limit(1);
    return rows.length > 0;
  }

  /** @returns id of the new queue. @throws a violation of `queues_name_key` */
  async insert(teamId: TeamId, queue: NewQueue): Promise<string> {
    const [row] = await this.database.handle
      .insert(queuesTable)
      .values({ teamId, ...queue })
      .returning({ id: queuesTable.id });
    return row!.id;
  }

  /** @throws a violation of `queues_name_key` */
  async update(teamId: TeamId, id: string, change: QueueChange): Promise<void> {
    await this.database.handle
      .update(queuesTable)
      .set({ ...change, updatedAt: sql`now()` })
      .where(one(teamId, id));
  }

  /** Deletes the queue and its labels. */
  async remove(teamId: TeamId, id: string): Promise<void> {
    await this.database.handle.delete(queuesTable).where(one(teamId, id));
  }

  /** One grouped query for all queues of a page; the join keeps to the team and to the index on cases. */
  private async withCounts(teamId: TeamId, queues: readonly QueueRow[]): Promise<QueueWithCounts[]> {
    if (queues.length === 0) return [];
    const counted = await this.database.handle
      .select({ queueId: casesTable.queueId, status: casesTable.status, cases: count() })
      .from(casesTable)
      .innerJoin(queuesTable, eq(queuesTable.id, casesTable.queueId))
      .where(
        and(
          eq(queuesTable.teamId, teamId),
          inArray(
            casesTable.queueId,
            queues.map(({ id }) => id),
          ),
        ),
      )
      .groupBy(casesTable.queueId, casesTable.status);
    return queues.map((queue) => ({
      ...queue,
      caseCounts: Object.fromEntries(
        counted.filter(({ queueId }) => queueId === queue.id).map(({ status, cases }) => [status, cases]),
      ),
    }));
  }
}

function matches(search: string) {
  const pattern = containsPattern(search);
  return or(ilike(queuesTable.name, pattern), ilike(queuesTable.description, pattern));
}

const one = (teamId: TeamId, id: string) => and(eq(queuesTable.teamId, teamId), eq(queuesTable.id, id));
