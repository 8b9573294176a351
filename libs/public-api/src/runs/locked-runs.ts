import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { isStoreDown } from '@app/errors';
import type { DueRun } from './run-leases.repository';
import { RunsRepository } from './runs.repository';
import type { RunRow } from './runs.tables';

type Work = (teamId: TeamId, run: RunRow) => Promise<boolean>;

/** Goes through runs that a query without locks found, each locked in a transaction of its own. */
@Injectable()
export class LockedRuns {
  constructor(
    private readonly database: Database,
    private readonly runs: RunsRepository,
  ) {}

  /**
   * A run that fails does not keep the others from their turn.
   * @returns for how many `work` said that it did something
   * @throws the first failure, once all have had their turn; at once if the database is away
   */
  async each(found: Promise<DueRun[]>, work: Work): Promise<number> {
    const failures: unknown[] = [];
    let count = 0;
    for (const due of await found) {
      try {
        if (await this.one(due, work)) count += 1;
      } catch (error) {
        if (isStoreDown(error)) throw error;
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return count;
  }

  private one({ teamId, runId }: DueRun, work: Work): Promise<boolean> {
    return this.database.transaction(async () => {
      const run = await this.runs.findLocked(teamId, runId);
      return run !== undefined && (await work(teamId, run));
    });
  }
}
