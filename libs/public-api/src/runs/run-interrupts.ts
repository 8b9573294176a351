import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { isLive } from './run-machine';
import type { Actor } from './run-observers';
import { RunTransitions } from './run-transitions';
import { RunsRepository } from './runs.repository';
import type { RunRow } from './runs.tables';

/** Ends runs for a reason that lies outside them, such as a case that is given to another agent. */
@Injectable()
export class RunInterrupts {
  constructor(
    private readonly database: Database,
    private readonly runs: RunsRepository,
    private readonly transitions: RunTransitions,
  ) {}

  /**
   * Interrupts those of the runs that are live. All of them are held, in the order of their ids, before the first one
   * is changed: with a run its case changes, and cases come after runs. Who interrupts several runs holds their cases
   * before, in the order of their ids.
   * @returns ids of the runs that were interrupted
   */
  interrupt(teamId: TeamId, runIds: readonly string[], reason: string, actor: Actor): Promise<string[]> {
    return this.database.transaction(async () => {
      const held: RunRow[] = [];
      for (const id of [...new Set(runIds)].sort()) {
        const run = await this.runs.findLocked(teamId, id);
        if (run && isLive(run.status)) held.push(run);
      }
      for (const run of held) await this.transitions.apply(teamId, run, 'interrupt', { actor, note: reason });
      return held.map(({ id }) => id);
    });
  }
}
