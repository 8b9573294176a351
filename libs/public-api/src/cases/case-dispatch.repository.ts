import { Injectable } from '@nestjs/common';
import { and, asc, count, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { runsTable } from '../runs';
import { claimOrder, isOpen } from './case-status.repository';
import { casesTable } from './cases.tables';

/** A case that waits for a run. */
export interface DueCase {
  readonly teamId: TeamId;
  readonly id: string;
  readonly queueId: string;
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
    const turn = sql<number>`row_number() over (
      partition by ${casesTable.teamId} order by ${sql.join([...claimOrder], sql`, `)})`.as('turn');
    const open = this.database.handle
      .select({
        teamId: casesTable.teamId,
        id: casesTable.id,
        queueId: casesTable.queueId,
        assignedAgentId: casesTable.assignedAgentId,
        assignedBy: casesTable.assignedBy,
        turn,
      })
      .from(casesTable)
      .where(and(isOpen, isNotNull(casesTable.assignedAgentId), isNotNull(casesTable.assignedBy)))
      .as('open');
    const rows = await this.database.handle
      .select({
        teamId: open.teamId,
        id: open.id,
        queueId: open.queueId,
        assignedAgentId: open.assignedAgentId,
        assignedBy: open.assignedBy,
      })
      .from(open)
      .orderBy(asc(open.turn), asc(open.teamId))
      .limit(limit);
    return rows as AssignedCase[];
  }

  /** @returns queues with a case that no agent is assigned to */
  async teamsWithUnassigned(): Promise<{ teamId: TeamId; queueId: string }[]> {
    const rows = await this.database.handle
      .selectDistinct({ teamId: casesTable.teamId, queueId: casesTable.queueId })
      .from(casesTable)
      .where(and(isOpen, isNull(casesTable.assignedAgentId)))
      .orderBy(asc(casesTable.teamId), asc(casesTable.queueId));
    return rows.map(({ teamId, queueId }) => ({ teamId: teamId as TeamId, queueId }));
  }

  /** @returns cases without an agent, in the order in which agents take them */
  async unassigned(teamId: TeamId, queueId: string, limit: number): Promise<DueCase[]> {
    const rows = await this.database.handle
      .select({ id: casesTable.id })
      .from(casesTable)
      .where(
        and(
          eq(casesTable.teamId, teamId),
          eq(casesTable.queueId, queueId),
          isOpen,
          isNull(casesTable.assignedAgentId),
        ),
      )
      .orderBy(...claimOrder)
      .limit(limit);
    return rows.map(({ id }) => ({ teamId, id, queueId }));
  }

  /** @returns on how many cases of the queue runs of the agent work now, for its `concurrency` */
  async claimedCount(teamId: TeamId, queueId: string, agentId: string): Promise<number> {
    const [row] = await this.database.handle
      .select({ total: count() })
      .from(casesTable)
      .innerJoin(runsTable, eq(runsTable.id, casesTable.claimedByRunId))
      .where(
        and(eq(casesTable.teamId, teamId), eq(casesTable.queueId, queueId), eq(runsTable.agentId, agentId)),
      );
    return row?.total ?? 0;
  }
}
