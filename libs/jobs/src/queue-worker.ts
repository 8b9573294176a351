import { setTimeout as sleep } from 'node:timers/promises';
import { rootCause } from '@app/errors';
import { Alarm } from './alarm';
import { FinishedJobs } from './finished-jobs';
import type { JobStore, TakenJob } from './job-store';
import type { JobHandler, Worker } from './jobs';
import type { HealthLog, StoreHealth } from './store-health';

/** How long stop waits for its last writes, in milliseconds; without a bound, a dead network would hold it. */
const LAST_WRITES_MS = 5000;

export interface QueueWorkerOptions {
  readonly queue: string;
  readonly concurrency: number;
  readonly pollMs: number;
  readonly handler: JobHandler;
}

export interface WorkerLog extends HealthLog {
  error(message: string, stack?: string): void;
}

interface RunningJob extends TakenJob {
  readonly abort: AbortController;
  /** Somebody else may have it now, so what becomes of it here is not noted. */
  isOurs: boolean;
}

/**
 * Takes jobs and runs each on its own. pg-boss's own loop waits for the slowest job of a batch and sleeps a whole
 * interval after a short one; this one asks again as soon as a slot is free and there may be more.
 */
export class QueueWorker implements Worker {
  private readonly alarm = new Alarm();
  private readonly running = new Map<string, RunningJob>();
  private readonly tasks = new Set<Promise<void>>();
  private readonly finished: FinishedJobs;
  private mayHaveMore = false;
  private stopping = false;
  private stopped: Promise<void> | undefined;
  private readonly loop: Promise<void>;

  constructor(
    private readonly store: JobStore,
    private readonly health: StoreHealth,
    private readonly log: WorkerLog,
    private readonly options: QueueWorkerOptions,
  ) {
    this.finished = new FinishedJobs(store, health);
    health.onReturn(() => this.alarm.ring());
    this.loop = this.run();
  }

  wake(): void {
    this.alarm.ring();
  }

  stop(graceMs: number): Promise<void> {
    this.stopped ??= this.shutDown(graceMs);
    return this.stopped;
  }

  private async run(): Promise<void> {
    while (!this.stopping) await this.alarm.sleep(await this.fill());
  }

  /** Fills the free slots. @returns how long to sleep if nobody calls, in milliseconds */
  private async fill(): Promise<number> {
    const free = this.free;
    this.mayHaveMore = free === 0;
    if (free === 0) return this.options.pollMs;
    const askedAt = performance.now();
    try {
      const jobs = await this.store.take(free);
      this.health.works();
      if (this.stopping) await this.giveBack(jobs);
      else for (const job of jobs) this.begin(job, askedAt);
      // From now on, whichever slot is free next asks again.
      this.mayHaveMore = jobs.length === free;
      return this.mayHaveMore && this.free > 0 ? 0 : this.options.pollMs;
    } catch (error) {
      return this.health.fails(error);
    }
  }

  private get free(): number {
    return this.options.concurrency - this.running.size;
  }

  private begin(job: TakenJob, askedAt: number): void {
    const task = this.handle({ ...job, abort: new AbortController(), isOurs: true }, askedAt);
    this.tasks.add(task);
    void task.finally(() => this.tasks.delete(task));
  }

  private async handle(job: RunningJob, askedAt: number): Promise<void> {
    this.running.set(job.id, job);
    const oursUntil = askedAt + job.expireInSeconds * 1000;
    const expiry = setTimeout(() => this.expire(job), oursUntil - performance.now()).unref();
    const failure = await this.attempt(job);
    clearTimeout(expiry);
    this.running.delete(job.id);
    if (this.mayHaveMore) this.alarm.ring();
    if (!job.isOurs) return;
    if (failure === undefined) this.finished.add(job.id, oursUntil);
    else await this.giveBack([job]);
  }

  /** @returns the failure, if it fails */
  private async attempt(job: RunningJob): Promise<Error | undefined> {
    try {
      await this.options.handler(job.data, job.abort.signal);
      return undefined;
    } catch (error) {
      const cause = rootCause(error);
      if (!job.abort.signal.aborted) {
        this.log.error(`A job of the queue ${this.options.queue} failed: ${cause.message}`, cause.stack);
      }
      return cause;
    }
  }

  private expire(job: RunningJob): void {
    job.isOurs = false;
    this.log.warn(
      `A job of the queue ${this.options.queue} took more than its ${job.expireInSeconds} s and is handed out again.`,
    );
    job.abort.abort();
  }

  /** A job that cannot be given back now comes back when it expires. */
  private async giveBack(jobs: readonly TakenJob[]): Promise<void> {
    if (jobs.length === 0) return;
    try {
      await this.store.giveBack(jobs.map((job) => job.id));
    } catch (error) {
      this.health.fails(error);
    }
  }

  private async shutDown(graceMs: number): Promise<void> {
    this.stopping = true;
    this.alarm.ring();
    for (const job of this.running.values()) job.abort.abort();
    await within(graceMs, Promise.all([this.loop, ...this.tasks]));
    const left = [...this.running.values()].filter((job) => job.isOurs);
    for (const job of left) job.isOurs = false;
    await within(LAST_WRITES_MS, Promise.all([this.giveBack(left), this.finished.close()]));
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const limit = new AbortController();
  await Promise.race([work, sleep(ms, undefined, { signal: limit.signal }).catch(() => undefined)]);
  limit.abort();
}
