import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import { RunWatch } from '@app/public-api';

/** Runs taken back in one go. */
const BATCH = 100;

/**
 * Runs that a process had in hand when it was killed. Only one process has an embedded database, so when it opens
 * nobody can be at work on a run, whatever the leases say; on PostgreSQL other workers may be, and the leases decide.
 */
@Injectable()
export class OrphanedRuns {
  constructor(
    private readonly database: Database,
    private readonly watch: RunWatch,
  ) {}

  /** Called before any worker of the process begins. @returns how many runs were in hand */
  async takeBack(): Promise<number> {
    if (this.database.driver !== 'pglite') return 0;
    for (let total = 0; ;) {
      const count = await this.watch.recoverHeld(BATCH);
      total += count;
      if (count < BATCH) return total;
    }
  }
}
