import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { isLive } from './run-machine';
import type { Actor } from './run-observers';
import { RunTransitions } from './run-transitions';
import { RunsRepository } from './runs.repository';

/** Ends runs for a reason that lies outside them, such as a case that is given to another agent. */
@Injectable()
export class RunInterrupts {
  constructor(
    private readonly database: Database,
    private readonly runs: RunsRepository,
    private readonly transitions: RunTransitions,
  ) {}

  /**
   * Interrupts those of the runs that are live; rows are locked in the order of their ids.
   * @returns ids of the runs that were interrupted
   */
  interrupt(teamId: TeamId, runIds: readonly string[], reason: string, actor: Actor): Promise<string[]> {
    return this.database.transaction(async () => {
      const interrupted: string[] = [];
      for (const id of [...new Set(runIds)].sort()) {
        const run = await this.runs.findLocked(teamId, id);
        if (!run || !isLive(run.status)) continue;
        await this.transitions.apply(teamId, run, 'interrupt', { actor, note: reason });
        interrupted.push(id);
      }
      return interrupted;
    });
  }
}
