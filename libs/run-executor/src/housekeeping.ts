import { Inject, Injectable } from '@nestjs/common';
import { HumanRequestExpiry, RunWatch } from '@app/public-api';
import { LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { Dispatcher } from './dispatcher';
import { HousekeepingLoop } from './housekeeping-loop';
import { Keepers } from './keepers';

/** How often cases are dispatched and sweeps run, in milliseconds. */
export const TICK_MS = 5000;
/** How many items one sweep handles in a tick. */
const BATCH = 100;
/** How long one of the tasks that only tidy up goes on before the next has its turn, in milliseconds. */
const TIDY_MS = 10_000;
const MINUTE = 60_000 / TICK_MS;
const HOUR = 60 * MINUTE;

/**
 * What has to happen now and then, on whichever worker comes first. Each task finds its own work in the
 * database and takes it row by row, so several workers may do the same at once. What only tidies up has a loop of
 * its own: however much there is to clear, runs and cases do not wait for it.
 */
@Injectable()
export class Housekeeping {
  private readonly loops: readonly HousekeepingLoop[];

  constructor(
    dispatcher: Dispatcher,
    watch: RunWatch,
    requests: HumanRequestExpiry,
    { sandboxes, webhooks, audit }: Keepers,
    @Inject(LOGGER) logger: Logger,
  ) {
    const work = [
      { name: 'runs of lost workers', work: () => watch.recoverLost(BATCH) },
      { name: 'overdue runs', work: () => watch.failOverdue(BATCH) },
      { name: 'runs without a job', work: () => watch.wakeUnattended(BATCH) },
      { name: 'expired human requests', work: () => requests.expireDue(BATCH) },
      { name: 'cases to dispatch', work: () => dispatcher.tick() },
    ];
    const tidying = [
      { name: 'expired sandboxes', work: (signal: AbortSignal) => sandboxes.clean(BATCH, signal) },
      {
        name: 'webhooks that had no turn',
        work: (signal: AbortSignal) => webhooks.giveUpOld(signal),
        every: MINUTE,
        // After an outage all that was left is old; it is sent first, as far as there is time.
        from: 10 * MINUTE,
      },
      { name: 'delivered webhooks', work: (signal: AbortSignal) => webhooks.sweep(signal), every: HOUR },
      { name: 'old audit entries', work: (signal: AbortSignal) => audit.clean(signal), every: MINUTE },
    ];
    const pace = { everyMs: TICK_MS, taskMs: TIDY_MS };
    this.loops = [work, tidying].map((tasks) => new HousekeepingLoop(tasks, pace, logger));
  }

  start(): void {
    for (const loop of this.loops) loop.start();
  }

  /** Ends after the tasks that are being done; those that take long end early. */
  async stop(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }

  /** Does every task that has its turn once; a tick that is still running stands for this one. */
  async tick(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.round()));
  }
}
