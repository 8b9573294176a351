import { Inject, Injectable } from '@nestjs/common';
import { rootCause } from '@app/jobs';
import { HumanRequestExpiry, RunWatch } from '@app/public-api';
import { LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { Dispatcher } from './dispatcher';
import { Keepers } from './keepers';

/** How often cases are dispatched and sweeps run, in milliseconds. */
export const TICK_MS = 5000;
/** How many items one sweep handles in a tick. */
const BATCH = 100;
/** How many ticks apart what is only tidied up is looked at: about an hour. */
const TIDY_TICKS = 3_600_000 / TICK_MS;

/**
 * What has to happen now and then, on whichever worker comes first. Each task finds its own work in the
 * database and takes it row by row, so several workers may do the same at once.
 */
@Injectable()
export class Housekeeping {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private readonly failing = new Set<string>();
  private isStopping = false;
  private ticks = 0;

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly watch: RunWatch,
    private readonly requests: HumanRequestExpiry,
    private readonly keepers: Keepers,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(): void {
    this.isStopping = false;
    this.timer = setInterval(() => void this.tick(), TICK_MS).unref();
    void this.tick();
  }

  /** Ends after the task that is being done. */
  async stop(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** Does every task once; a tick that is still running stands for this one. */
  tick(): Promise<void> {
    this.running ??= this.all().finally(() => (this.running = undefined));
    return this.running;
  }

  private async all(): Promise<void> {
    await this.attempt('runs of lost workers', () => this.watch.recoverLost(BATCH));
    await this.attempt('overdue runs', () => this.watch.failOverdue(BATCH));
    await this.attempt('runs without a job', () => this.watch.wakeUnattended(BATCH));
    await this.attempt('expired human requests', () => this.requests.expireDue(BATCH));
    await this.attempt('cases to dispatch', () => this.dispatcher.tick());
    await this.attempt('expired sandboxes', () => this.keepers.sandboxes.clean(BATCH));
    if (this.ticks % TIDY_TICKS === 0)
      await this.attempt('delivered webhooks', () => this.keepers.webhooks.sweep());
    this.ticks += 1;
  }

  private async attempt(task: string, work: () => Promise<unknown>): Promise<void> {
    if (this.isStopping) return;
    try {
      await work();
      if (this.failing.delete(task)) this.logger.info({ task }, 'Housekeeping works again.');
    } catch (error) {
      // Said once, or a store that is down for an hour would fill the log.
      if (!this.failing.has(task))
        this.logger.warn({ err: rootCause(error), task }, 'Housekeeping failed; it goes on trying.');
      this.failing.add(task);
    }
  }
}
