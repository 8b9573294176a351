import { Injectable } from '@nestjs/common';
import { and, asc, eq, inArray, or } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { runsTable } from '../runs';
import type { RunStatus } from '../runs';

export interface HeldRun {
  readonly id: string;
  readonly agentId: string;
  readonly status: RunStatus;
}

/**
 * Runs are held before the cases they work on, always in the order of their ids, and no case is claimed or given
 * up by a run that is not held. So who holds a run knows what it works on, and nobody waits in a circle.
 */
@Injectable()
export class CaseRunsRepository {
  constructor(private readonly database: Database) {}

  /** Holds the runs until the transaction ends. @param alsoOf and all runs that ever worked on this case */
  hold(teamId: TeamId, runIds: readonly string[], alsoOf?: string): Promise<HeldRun[]> {
    return this.database.handle
      .select({ id: runsTable.id, agentId: runsTable.agentId, status: runsTable.status })
      .from(runsTable)
      .where(
        and(
          eq(runsTable.teamId, teamId),
          or(inArray(runsTable.id, [...runIds]), alsoOf ? eq(runsTable.caseId, alsoOf) : undefined),
        ),
      )
      .orderBy(asc(runsTable.id))
      .for('no key update');
  }
}
