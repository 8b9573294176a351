import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { isActive } from './run-machine';
import { RunEffects } from './run-effects';
import type { RunError } from './run-error';
import { RunLeasesRepository } from './run-leases.repository';
import { RunTransitions } from './run-transitions';
import { RunsRepository } from './runs.repository';
import type { RunRow } from './runs.tables';

/** A run that this worker executes, as long as nobody takes the lease away. */
export interface HeldRun {
  readonly teamId: TeamId;
  readonly run: RunRow;
  readonly leaseId: string;
}

/** `lost`: the run was stopped, or is somebody else's now; nothing was written. */
export type CommitOutcome = 'done' | 'lost' | 'stale';

/**
 * How a worker holds a run and moves it step by step. All writes of a step are one transaction with the number
 * of the step, so a worker that dies between two steps or inside one has either done a step or not begun it.
 */
@Injectable()
export class RunSteps {
  constructor(
    private readonly database: Database,
    private readonly runs: RunsRepository,
    private readonly leases: RunLeasesRepository,
    private readonly transitions: RunTransitions,
    private readonly effects: RunEffects,
  ) {}

  /**
   * Takes a run that is pending, or active and in nobody's hands.
   * @param leaseMs after how long without `renew` the run is given to another worker
   */
  take(teamId: TeamId, runId: string, leaseMs: number): Promise<HeldRun | undefined> {
    return this.database.transaction(async () => {
      const run = await this.runs.findLocked(teamId, runId);
      if (!run) return undefined;
      const lease = { id: randomUUID(), ms: leaseMs };
      const taken =
        run.status === 'pending'
          ? await this.transitions.apply(teamId, run, 'take', { actor: asRun(run), lease })
          : await this.leases.take(teamId, runId, lease);
      return taken && { teamId, run: taken, leaseId: lease.id };
    });
  }

  /** @returns whether the run is still held */
  renew({ teamId, run, leaseId }: HeldRun, leaseMs: number): Promise<boolean> {
    return this.leases.renew(teamId, run.id, { id: leaseId, ms: leaseMs });
  }

  /** Gives the run to whoever takes its next job; nothing happens if it was lost. */
  handOver({ teamId, run, leaseId }: HeldRun): Promise<void> {
    return this.database.transaction(async () => {
      if (await this.leases.release(teamId, run.id, leaseId)) await this.effects.wake(teamId, run.id);
    });
  }

  /** The preparations are done: starting becomes running. @returns nothing if the run was lost */
  async ready(held: HeldRun): Promise<HeldRun | undefined> {
    const { teamId, run, leaseId } = held;
    if (run.status !== 'starting') return held;
    const details = { actor: asRun(run), heldBy: leaseId };
    try {
      const running = await this.database.transaction(() =>
        this.transitions.apply(teamId, run, 'ready', details),
      );
      return { ...held, run: running };
    } catch (error) {
      if (error instanceof ApiException && error.code === 'conflict') return undefined;
      throw error;
    }
  }

  /** Ends the run in failure. @returns nothing if the run was lost */
  fail(held: HeldRun, error: RunError): Promise<RunRow | undefined> {
    return this.write(held, (run) =>
      this.transitions.apply(held.teamId, run, 'fail', { actor: asRun(run), error }),
    );
  }

  /**
   * Writes a step.
   * @param step.ends whether the step ends the run or makes it wait. Then a message that came since the run was
   * read makes the step `stale`: it has to be done again, so that the agent sees the message.
   * @param write makes all changes of the step, joined to its transaction
   */
  async commit(
    held: HeldRun,
    step: { readonly ends: boolean; readonly memory: Record<string, unknown> },
    write: (run: RunRow) => Promise<void>,
  ): Promise<{ outcome: CommitOutcome; run: RunRow }> {
    const { teamId, run: read } = held;
    const written = await this.write(held, async (run): Promise<{ outcome: CommitOutcome; run: RunRow }> => {
      if (run.step !== read.step) return { outcome: 'lost', run };
      if (step.ends && run.messageCount !== read.messageCount) return { outcome: 'stale', run };
      await write(run);
      // Last, so that it gives the run as the step has left it.
      return { outcome: 'done', run: await this.leases.finishStep(teamId, run.id, step.memory) };
    });
    return written ?? { outcome: 'lost', run: read };
  }

  /** Runs `work` with the run locked, if it is still held. */
  private write<T>(
    { teamId, run: { id }, leaseId }: HeldRun,
    work: (run: RunRow) => Promise<T>,
  ): Promise<T | undefined> {
    return this.database.transaction(async () => {
      const run = await this.runs.findLocked(teamId, id);
      if (!run || run.leaseId !== leaseId || !isActive(run.status)) return undefined;
      return work(run);
    });
  }
}

const asRun = ({ id }: RunRow) => ({ type: 'run', id }) as const;
