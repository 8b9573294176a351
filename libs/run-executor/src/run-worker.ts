import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { asTeamId } from '@app/database';
import { Jobs } from '@app/jobs';
import type { Worker } from '@app/jobs';
import { WebhookSender } from '@app/public-api';
import { Housekeeping } from './housekeeping';
import { RunDriver } from './run-driver';

/** Everything a process does that executes runs: drive them, dispatch cases, tell webhooks, keep house. */
@Injectable()
export class RunWorker {
  private worker: Worker | undefined;

  constructor(
    private readonly jobs: Jobs,
    private readonly driver: RunDriver,
    private readonly housekeeping: Housekeeping,
    private readonly webhooks: WebhookSender,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  start(): void {
    const { concurrency } = this.config.runs;
    this.worker = this.jobs.work('run', { concurrency }, (data, signal) =>
      this.driver.drive(asTeamId(String(data.team_id)), String(data.run_id), signal),
    );
    this.housekeeping.start();
    this.webhooks.start();
  }

  /** Steps in hand are broken off, and their runs given back; nothing is lost when the process is killed instead. */
  async stop(): Promise<void> {
    const runs = this.worker?.stop(this.config.shutdownTimeoutMs);
    await Promise.all([runs, this.housekeeping.stop(), this.webhooks.stop()]);
  }
}
