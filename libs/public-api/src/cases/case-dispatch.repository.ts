import { Injectable } from '@nestjs/common';
import { and, asc, count, eq, exists, inArray, isNotNull, sql } from 'drizzle-orm';
import { teamsTable } from '@app/auth';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { runsTable } from '../runs';
import { CASE_STATUSES, isClaimed } from './case-machine';
import { claimOrder, isOpen, isOpenToAll } from './case-status.repository';
import { casesTable } from './cases.tables';
import { queuesTable } from './queues.tables';

/** A case that waits for a run. */
export interface DueCase {
  readonly teamId: TeamId;
  readonly id: string;
  readonly queueId: string;
}

/** How many cases of a queue runs of an agent work on. */
export interface ClaimedCount {
  readonly queueId: string;
  readonly agentId: string;
  readonly count: number;
}

/** One whose agent is settled. */
export interface AssignedCase extends DueCase {
  readonly assignedAgentId: string;
  /** As whom the agent acts: who delegated or retried the case. */
  readonly assignedBy: string;
}

/**
 * What waits for a run: cases that are pending, or postponed to a time that has come, and not held. It reads
 * only; a case is taken by `CaseWork.claim` in the transaction that creates the run.
 *
 * @global The dispatcher serves all teams in one tick; each row says whose it is.
 */
@Injectable()
export class CaseDispatch {
  constructor(private readonly database: Database) {}

  /**
   * Cases with an agent. Teams take turns, so that a team whose runs are all in use keeps no other one waiting.
   * @returns at most `limit`, the next of each team before the second of any
   */
  async assigned(limit: number): Promise<AssignedCase[]> {
    const { handle } = this.database;
    // Team by team, so that only as many are read of each as can be given back, however many wait.
    const open = handle
      .select({
        id: casesTable.id,
        queueId: casesTable.queueId,
        assignedAgentId: casesTable.assignedAgentId,
        assignedBy: casesTable.assignedBy,
        turn: sql<number>`row_number() over (order by ${sql.join([...claimOrder], sql`, `)})`.as('turn'),
      })
      .from(casesTable)
      .where(
        and(
          eq(casesTable.teamId, teamsTable.id),
          isOpen,
          isNotNull(casesTable.assignedAgentId),
          isNotNull(casesTable.assignedBy),
        ),
      )
      .orderBy(...claimOrder)
      .limit(limit)
      .as('open');
    const rows = await handle
      .select({
        teamId: teamsTable.id,
        id: open.id,
        queueId: open.queueId,
        assignedAgentId: open.assignedAgentId,
        assignedBy: open.assignedBy,
      })
      .from(teamsTable)
      .innerJoinLateral(open, sql`true`)
      .orderBy(asc(open.turn), asc(teamsTable.id))
      .limit(limit);
    return rows as AssignedCase[];
  }

  /** @returns teams, each with the queues in which a case waits that no agent is assigned to */
  async teamsWithUnassigned(): Promise<{ teamId: TeamId; queueIds: string[] }[]> {
    const { handle } = this.database;
    const waiting = handle
      .select({ id: casesTable.id })
      .from(casesTable)
      .where(
        and(eq(casesTable.teamId, queuesTable.teamId), eq(casesTable.queueId, queuesTable.id), isOpenToAll),
      );
    const rows = await handle
      .select({ teamId: queuesTable.teamId, queueId: queuesTable.id })
      .from(queuesTable)
      .where(exists(waiting))
      .orderBy(asc(queuesTable.teamId), asc(queuesTable.id));
    const queues = new Map<string, string[]>();
    for (const { teamId, queueId } of rows) queues.set(teamId, [...(queues.get(teamId) ?? []), queueId]);
    return [...queues].map(([teamId, queueIds]) => ({ teamId: teamId as TeamId, queueIds }));
  }

  /** @returns cases without an agent, in the order in which agents take them */
  async unassigned(teamId: TeamId, queueId: string, limit: number): Promise<DueCase[]> {
    const rows = await this.database.handle
      .select({ id: casesTable.id })
      .from(casesTable)
      .where(and(eq(casesTable.teamId, teamId), eq(casesTable.queueId, queueId), isOpenToAll))
      .orderBy(...claimOrder)
      .limit(limit);
    return rows.map(({ id }) => ({ teamId, id, queueId }));
  }

  /** @returns on how many cases of the queues runs work now, per queue and agent, for `concurrency` */
  async claimed(teamId: TeamId, queueIds: readonly string[]): Promise<ClaimedCount[]> {
    return this.database.handle
      .select({ queueId: casesTable.queueId, agentId: runsTable.agentId, count: count() })
      .from(casesTable)
      .innerJoin(runsTable, eq(runsTable.id, casesTable.claimedByRunId))
      .where(
        and(
          eq(casesTable.teamId, teamId),
          inArray(casesTable.queueId, [...queueIds]),
          inArray(casesTable.status, CASE_STATUSES.filter(isClaimed)),
        ),
      )
      .groupBy(casesTable.queueId, runsTable.agentId);
  }
}
