import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { isStoreDown } from '@app/errors';
import { RunSteps } from '@app/public-api';
import type { HeldRun, RunError } from '@app/public-api';
import type { TeamId } from '@app/database';
import { LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { Heartbeat } from './heartbeat';
import { StepFailure } from './step-failure';
import { StepRunner } from './step-runner';

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
    let held: HeldRun | undefined = taken;
    const until = performance.now() + SLICE_MS;
    try {
      held = await this.runner.prepare(taken);
      while (held && !signal.aborted && performance.now() < until)
        held = await this.runner.step(held, signal);
      if (held) await this.steps.handOver(held);
    } catch (error) {
      await this.give(held ?? taken, error, signal);
    }
  }

  private async give(held: HeldRun, error: unknown, signal: AbortSignal): Promise<void> {
    // Without the store nothing can be noted; the lease ends and another worker takes the run.
    if (isStoreDown(error)) throw error;
    if (signal.aborted) return this.steps.handOver(held);
    if (error instanceof StepFailure) {
      await this.steps.fail(held, { code: error.code, message: error.message });
      return;
    }
    this.logger.error({ err: error, run_id: held.run.id }, 'A step of a run failed.');
    await this.steps.fail(held, AGENT_ERROR);
  }
}
