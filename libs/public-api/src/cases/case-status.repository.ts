import { Injectable } from '@nestjs/common';
import { and, asc, eq, getTableColumns, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { changeOf } from './case-change.repository';
import type { CaseDetails } from './case-change.repository';
import { transitionOf } from './case-machine';
import type { CaseAction } from './case-machine';
import { casesTable, claimRank } from './cases.tables';
import type { CaseRow } from './cases.tables';

/** Which cases an action is for; at least one of `ids` and `claimedBy` is given. */
export interface CaseTarget {
  readonly ids?: readonly string[] | undefined;
  /** Only what this run works on. */
  readonly claimedBy?: string | undefined;
  /** Only what this agent may take now. */
  readonly takenBy?: string | undefined;
}

/** The one place that writes the status of a case. */
@Injectable()
export class CaseStatusRepository {
  constructor(private readonly database: Database) {}

  /**
   * Compare-and-set: changes those of the cases whose status is one from which the action is legal.
   * @returns them as they are afterwards, in no order
   */
  transition(
    teamId: TeamId,
    action: CaseAction,
    target: CaseTarget,
    details: CaseDetails = {},
  ): Promise<CaseRow[]> {
    const { ids, claimedBy, takenBy } = target;
    if (!ids && !claimedBy) throw new Error('A transition of cases needs to know which.');
    return this.database.handle
      .update(casesTable)
      .set(changeOf(action, details))
      .where(
        and(
          eq(casesTable.teamId, teamId),
          ids && inArray(casesTable.id, [...ids]),
          claimedBy ? eq(casesTable.claimedByRunId, claimedBy) : undefined,
          takenBy ? isFor(takenBy) : undefined,
          inArray(casesTable.status, [...transitionOf(action).from]),
        ),
      )
      .returning(getTableColumns(casesTable));
  }

  /**
   * Finds what an agent is to take next and holds it until the transaction ends; cases that others hold are
   * passed over. @returns id of the case
   */
  async lockNext(
    teamId: TeamId,
    { agentId, queueIds }: { readonly agentId: string; readonly queueIds: readonly string[] },
  ): Promise<string | undefined> {
    if (queueIds.length === 0) return undefined;
    const [row] = await this.database.handle
      .select({ id: casesTable.id })
      .from(casesTable)
      .where(and(eq(casesTable.teamId, teamId), inArray(casesTable.queueId, [...queueIds]), isFor(agentId)))
      .orderBy(...claimOrder)
      .limit(1)
      .for('no key update', { skipLocked: true });
    return row?.id;
  }

  /** Holds an open case until the transaction ends. @returns nothing if it is not open, or somebody holds it */
  async lockOpen(teamId: TeamId, id: string, agentId?: string): Promise<CaseRow | undefined> {
    const [row] = await this.database.handle
      .select()
      .from(casesTable)
      .where(and(eq(casesTable.teamId, teamId), eq(casesTable.id, id), agentId ? isFor(agentId) : isOpen))
      .for('no key update', { skipLocked: true });
    return row;
  }

  /** @returns whether the time is near enough to postpone the case to, by the clock of the database */
  async isPostponable(teamId: TeamId, id: string, until: Date): Promise<boolean> {
    const rows = await this.database.handle
      .select({ id: casesTable.id })
      .from(casesTable)
      .where(
        and(
          eq(casesTable.teamId, teamId),
          eq(casesTable.id, id),
          sql`${until.toISOString()}::timestamptz <= now() + interval '30 days'`,
        ),
      );
    return rows.length > 0;
  }
}

/** Cases that nothing works on or holds back: pending, or postponed to a time that has come. */
export const isOpen: SQL | undefined = and(
  eq(casesTable.held, false),
  or(
    eq(casesTable.status, 'pending'),
    and(eq(casesTable.status, 'postponed'), lte(casesTable.postponedTo, sql`now()`)),
  ),
);

/** In which order agents take cases. */
export const claimOrder: readonly SQL[] = claimRank(casesTable).map((part) => asc(part));

const isUnassigned: SQL = isNull(casesTable.assignedAgentId);

/** Those of them that any agent of the queue may take. */
export const isOpenToAll: SQL | undefined = and(isOpen, isUnassigned);

const isFor = (agentId: string): SQL | undefined =>
  and(isOpen, or(isUnassigned, eq(casesTable.assignedAgentId, agentId)));
