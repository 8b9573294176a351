import { setImmediate as nextTurn } from 'node:timers/promises';
import { Alarm } from './alarm';
import type { JobStore } from './job-store';
import type { StoreHealth } from './store-health';

interface FinishedJob {
  readonly id: string;
  readonly oursUntil: number;
}

/**
 * Notes jobs as done, many at a time: those that end while one note is being written share the next one. A note
 * that fails is tried again, because without it the job would be done twice.
 */
export class FinishedJobs {
  private jobs: FinishedJob[] = [];
  private writing: Promise<void> | undefined;
  private closed = false;
  private readonly alarm = new Alarm();

  constructor(
    private readonly store: Pick<JobStore, 'complete'>,
    private readonly health: StoreHealth,
  ) {
    health.onReturn(() => this.alarm.ring());
  }

  /** @param oursUntil reading of `performance.now()` from which on somebody else may have the job */
  add(id: string, oursUntil: number): void {
    this.jobs.push({ id, oursUntil });
    this.writing ??= this.write();
  }

  /** Writes what is left. Whatever cannot be written now comes back when it expires. */
  async close(): Promise<void> {
    this.closed = true;
    this.alarm.ring();
    await this.writing;
  }

  private async write(): Promise<void> {
    await nextTurn();
    while (this.jobs.length > 0) {
      const batch = this.jobs;
      this.jobs = [];
      try {
        await this.store.complete(batch.map((job) => job.id));
        this.health.works();
      } catch (error) {
        const pause = this.health.fails(error);
        if (this.closed) break;
        await this.alarm.sleep(pause);
        this.jobs.unshift(...batch.filter((job) => job.oursUntil > performance.now()));
      }
    }
    this.writing = undefined;
  }
}
