import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { LockedRuns } from './locked-runs';
import { RunEffects } from './run-effects';
import type { RunError } from './run-error';
import { DueRunsRepository, RunLeasesRepository } from './run-leases.repository';
import type { DueRun } from './run-leases.repository';
import { SYSTEM } from './run-observers';
import { RunTransitions } from './run-transitions';
import type { RunRow } from './runs.tables';

/** How many workers in a row may be lost over one step before it is held to be the step's fault. */
const MAX_TAKEOVERS = 3;

const LOST: RunError = {
  code: 'executor_lost',
  message: `The worker was lost ${MAX_TAKEOVERS} times over the same step.`,
};

/** Looks after runs that nobody else would: their worker died, their job was lost, or their time is over. */
@Injectable()
export class RunWatch {
  constructor(
    private readonly due: DueRunsRepository,
    private readonly locked: LockedRuns,
    private readonly leases: RunLeasesRepository,
    private readonly transitions: RunTransitions,
    private readonly effects: RunEffects,
  ) {}

  /** Gives runs of a dead worker to another one, or ends them. @returns how many, at most `limit` */
  recoverLost(limit: number): Promise<number> {
    return this.recover(this.due.lost(limit), 'lost');
  }

  /**
   * As `recoverLost`, for runs that any worker has: for a process that begins and knows that no other one works on
   * the database, so that it need not wait for the leases of the one before it.
   * @returns how many, at most `limit`
   */
  recoverHeld(limit: number): Promise<number> {
    return this.recover(this.due.held(limit), 'held');
  }

  /** Ends runs that take longer than their agent may. @returns how many, at most `limit` */
  failOverdue(limit: number): Promise<number> {
    return this.locked.each(this.due.overdue(limit), async (teamId, run) => {
      // It may have ended, and even begun anew, since the query.
      if (!(await this.leases.isOverdue(teamId, run.id))) return false;
      const message = `The run took longer than ${run.maxDurationSeconds} seconds.`;
      await this.fail(teamId, run, { code: 'timeout', message });
      return true;
    });
  }

  /**
   * Sends the job again of runs that have waited for a worker for as long as a worker may be silent: one may have
   * died that had taken the job and not yet the run.
   * @returns how many, at most `limit`
   */
  wakeUnattended(limit: number): Promise<number> {
    return this.locked.each(this.due.unattended(limit), async (teamId, run) => {
      await this.effects.wake(teamId, run.id);
      return true;
    });
  }

  private recover(found: Promise<DueRun[]>, as: 'lost' | 'held'): Promise<number> {
    return this.locked.each(found, async (teamId, run) => {
      const takeovers = await this.leases.revoke(teamId, run.id, as);
      if (takeovers === undefined) return false;
      if (takeovers >= MAX_TAKEOVERS) await this.fail(teamId, run, LOST);
      else await this.effects.wake(teamId, run.id);
      return true;
    });
  }

  private async fail(teamId: TeamId, run: RunRow, error: RunError): Promise<void> {
    await this.transitions.apply(teamId, run, 'fail', { actor: SYSTEM, error });
  }
}
