import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import type { DueRun } from './run-leases.repository';
import { RunsRepository } from './runs.repository';
import type { RunRow } from './runs.tables';

/** Goes through runs that a query without locks found, each locked in a transaction of its own. */
@Injectable()
export class LockedRuns {
  constructor(
    private readonly database: Database,
    private readonly runs: RunsRepository,
  ) {}

  /** @returns for how many `work` said that it did something */
  async each(
    found: Promise<DueRun[]>,
    work: (teamId: TeamId, run: RunRow) => Promise<boolean>,
  ): Promise<number> {
    let count = 0;
    for (const { teamId, runId } of await found) {
      const done = await this.database.transaction(async () => {
        const run = await this.runs.findLocked(teamId, runId);
        return run !== undefined && (await work(teamId, run));
      });
      if (done) count += 1;
    }
    return count;
  }
}
