import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import type { TeamId } from '@app/database';
import { isContention, isStoreDown, rootCause } from '@app/errors';
import { RunSteps } from '@app/public-api';
import type { HeldRun, RunError } from '@app/public-api';
import { LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { Heartbeat } from './heartbeat';
import { StepFailure } from './step-failure';
import { StepRunner } from './step-runner';
import type { DrivenRun } from './step-runner';

/** How long one job drives a run before it hands over to the next, so that jobs stay short, in milliseconds. */
const SLICE_MS = 30_000;

const AGENT_ERROR: RunError = { code: 'agent_error', message: 'The agent failed unexpectedly.' };

/** Takes a run and executes its steps until it ends, waits, or the time of the job is over. */
@Injectable()
export class RunDriver {
  constructor(
    private readonly steps: RunSteps,
    private readonly runner: StepRunner,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @param stop fires when the worker ends */
  async drive(teamId: TeamId, runId: string, stop: AbortSignal): Promise<void> {
    const { leaseMs } = this.config.runs;
    const held = await this.steps.take(teamId, runId, leaseMs);
    if (!held) return; // Somebody has it, or there is nothing left to do.
    const heartbeat = new Heartbeat(this.steps, held, leaseMs);
    try {
      await this.execute(held, AbortSignal.any([stop, heartbeat.signal]));
    } finally {
      heartbeat.stop();
    }
  }

  private async execute(taken: HeldRun, signal: AbortSignal): Promise<void> {
    const until = performance.now() + SLICE_MS;
    let driven: DrivenRun | undefined;
    try {
      driven = await this.runner.prepare(taken);
      while (driven && !signal.aborted && performance.now() < until)
        driven = await this.runner.step(driven, signal);
      if (driven) await this.steps.handOver(driven.held);
    } catch (error) {
      await this.give(driven?.held ?? taken, error, signal);
    }
  }

  private async give(held: HeldRun, error: unknown, signal: AbortSignal): Promise<void> {
    // Without the store nothing can be noted; the lease ends and another worker takes the run.
    if (isStoreDown(error)) throw error;
    // A step that lost to others in the database is as good as not begun.
    if (signal.aborted || isContention(error)) return this.steps.handOver(held);
    await this.steps.fail(held, this.errorOf(held, error));
  }

  private errorOf({ run }: HeldRun, error: unknown): RunError {
    if (error instanceof StepFailure) return { code: error.code, message: error.message };
    // What wraps the cause repeats the statement with its values, which no log should have.
    this.logger.error({ err: rootCause(error), run_id: run.id }, 'A step of a run failed.');
    return AGENT_ERROR;
  }
}
