import { Injectable } from '@nestjs/common';
import { and, asc, count, eq, getTableColumns, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { humanRequestsTable } from '../runs';
import type { Page, PageRequest, SortOrder } from '../shared';
import { matches, ordered } from './case-filter.repository';
import type { CaseFilter } from './case-filter.repository';
import { casesTable } from './cases.tables';
import type { CaseRow } from './cases.tables';
import type { CaseSort } from './cases.schemas';

/** A case as lists show it, with what its run waits for. */
export type CaseSummaryRow = Omit<CaseRow, 'data'> & { readonly pendingHumanRequestId: string | null };
export type CaseFullRow = CaseRow & Pick<CaseSummaryRow, 'pendingHumanRequestId'>;

export type CaseQuery = CaseFilter &
  PageRequest & { readonly sortBy: CaseSort; readonly sortOrder: SortOrder };
export type NewCase = Pick<CaseRow, 'id' | 'title' | 'data' | 'priority' | 'createdByType' | 'createdById'>;
export type CaseEdit = { readonly [Field in 'title' | 'data' | 'priority']?: CaseRow[Field] | undefined };
export type CaseClaim = { readonly caseId: string; readonly runId: string };

const { data, ...summaryColumns } = getTableColumns(casesTable);

/** Cases, but for their status: that changes through `CaseTransitions` alone. */
@Injectable()
export class CasesRepository {
  constructor(private readonly database: Database) {}

  /** @returns cases without data, which can be 64 KB a row */
  async list(teamId: TeamId, query: CaseQuery): Promise<Page<CaseSummaryRow>> {
    const where = matches(teamId, query);
    const rows = await this.database.handle
      .select({ ...summaryColumns, pendingHumanRequestId: humanRequestsTable.id })
      .from(casesTable)
      .leftJoin(humanRequestsTable, pendingRequest)
      .where(where)
      .orderBy(...ordered(query.sortBy, query.sortOrder))
      .limit(query.limit)
      .offset(query.offset);
    return { rows, total: await this.count(where) };
  }

  /** @returns the same with data */
  async search(teamId: TeamId, query: CaseQuery): Promise<Page<CaseFullRow>> {
    const where = matches(teamId, query);
    const rows = await this.select()
      .where(where)
      .orderBy(...ordered(query.sortBy, query.sortOrder))
      .limit(query.limit)
      .offset(query.offset);
    return { rows, total: await this.count(where) };
  }

  async find(teamId: TeamId, id: string): Promise<CaseFullRow | undefined> {
    const [row] = await this.select().where(one(teamId, id));
    return row;
  }

  /** @returns the case that a run works on */
  async findClaimedBy(teamId: TeamId, runId: string): Promise<CaseFullRow | undefined> {
    const [row] = await this.select().where(
      and(eq(casesTable.teamId, teamId), eq(casesTable.claimedByRunId, runId)),
    );
    return row;
  }

  /** @returns those of the cases that the team has, in the order of their ids */
  byIds(teamId: TeamId, ids: readonly string[]): Promise<CaseFullRow[]> {
    return this.select()
      .where(and(eq(casesTable.teamId, teamId), inArray(casesTable.id, [...ids])))
      .orderBy(asc(casesTable.id));
  }

  async insert(teamId: TeamId, queueId: string, cases: readonly NewCase[]): Promise<void> {
    await this.database.handle.insert(casesTable).values(cases.map((row) => ({ ...row, teamId, queueId })));
  }

  /**
   * Changes what a case is about, unless another run than the given one (or any run, if none is) works on it.
   * @returns whether it was changed
   */
  async edit(teamId: TeamId, id: string, change: CaseEdit, claimedBy?: string): Promise<boolean> {
    const rows = await this.database.handle
      .update(casesTable)
      .set({ ...change, updatedAt: sql`now()` })
      .where(
        and(
          one(teamId, id),
          claimedBy ? eq(casesTable.claimedByRunId, claimedBy) : isNull(casesTable.claimedByRunId),
        ),
      )
      .returning({ id: casesTable.id });
    return rows.length > 0;
  }

  /** Reads which runs work on the cases, without holding anything. */
  claims(teamId: TeamId, ids: readonly string[], queueId?: string): Promise<CaseClaim[]> {
    return this.database.handle
      .select({ caseId: casesTable.id, runId: sql<string>`${casesTable.claimedByRunId}` })
      .from(casesTable)
      .where(and(some(teamId, ids, queueId), isNotNull(casesTable.claimedByRunId)));
  }

  /** Reads cases and holds them until the transaction ends, in the order of their ids. */
  lock(
    teamId: TeamId,
    ids: readonly string[],
    options: { readonly queueId?: string | undefined; readonly forRemoval?: boolean | undefined } = {},
  ): Promise<CaseRow[]> {
    return this.database.handle
      .select()
      .from(casesTable)
      .where(some(teamId, ids, options.queueId))
      .orderBy(asc(casesTable.id))
      .for(options.forRemoval ? 'update' : 'no key update');
  }

  /** Deletes a case with its history and the links to its labels. */
  async remove(teamId: TeamId, id: string): Promise<void> {
    await this.database.handle.delete(casesTable).where(one(teamId, id));
  }

  private async count(where: SQL | undefined): Promise<number> {
    const [counted] = await this.database.handle.select({ total: count() }).from(casesTable).where(where);
    return counted?.total ?? 0;
  }

  private select() {
    return this.database.handle
      .select({ ...summaryColumns, data, pendingHumanRequestId: humanRequestsTable.id })
      .from(casesTable)
      .leftJoin(humanRequestsTable, pendingRequest);
  }
}

/** At most one, as a run waits for one answer at a time. */
const pendingRequest = and(
  eq(humanRequestsTable.runId, casesTable.claimedByRunId),
  eq(humanRequestsTable.status, 'pending'),
);

const one = (teamId: TeamId, id: string) => and(eq(casesTable.teamId, teamId), eq(casesTable.id, id));

const some = (teamId: TeamId, ids: readonly string[], queueId: string | undefined) =>
  and(
    eq(casesTable.teamId, teamId),
    inArray(casesTable.id, [...ids]),
    queueId ? eq(casesTable.queueId, queueId) : undefined,
  );
