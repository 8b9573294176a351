import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import PgBoss from 'pg-boss';
import type { Database } from '@app/database';
import { bossDatabase } from './boss-database';
import { Jobs } from './jobs';
import type { EnqueueOptions, JobData, JobHandler, Worker, WorkOptions } from './jobs';
import { Maintenance } from './maintenance';
import { QueueStore } from './queue-store';
import { QueueWorker } from './queue-worker';
import { QUEUES } from './queues';
import type { QueueName, QueueSettings } from './queues';
import { StoreHealth } from './store-health';

const DEFAULT_POLL_MS = { pglite: 2000, postgres: 500 } as const;
/**
 * How often a job can become active between two looks at it before something else must be wrong. Where several
 * processes add jobs of one key as fast as they are taken, a loser of that race loses some twenty times in a row.
 */
const ENQUEUE_TRIES = 500;

export interface PgBossJobsOptions {
  readonly queues?: Readonly<Record<QueueName, QueueSettings>>;
  /**
   * How often jobs of dead workers are looked for, in milliseconds: together with the time a job may take, the
   * bound after which such a job comes back.
   * @default 15000
   */
  readonly maintenanceMs?: number;
}

/**
 * Jobs as rows beside the product's own (https://github.com/timgit/pg-boss/tree/10.4.2/docs).
 *
 * - pg-boss is used for its schema and its statements; it starts no timer and opens no connection. A process that
 *   only enqueues therefore does nothing in the background; looking after dead workers' jobs is for those that work.
 * - Queues have the policy `short`: one job of a key is queued, any number of them may be active.
 */
export class PgBossJobs extends Jobs {
  private readonly db: PgBoss.Db;
  private readonly boss: PgBoss;
  private readonly logger = new Logger('Jobs');
  private readonly health = new StoreHealth(this.logger);
  private readonly workers = new Map<QueueWorker, QueueName>();
  private maintenance: Maintenance | undefined;

  private constructor(
    private readonly database: Database,
    private readonly queues: Readonly<Record<QueueName, QueueSettings>>,
    private readonly maintenanceMs: number,
  ) {
    super();
    this.db = bossDatabase(database);
    this.boss = new PgBoss({
      db: this.db,
      schedule: false,
      supervise: false,
      archiveCompletedAfterSeconds: 60,
      deleteAfterDays: 1,
    });
    this.boss.on('error', (error) => this.health.fails(error));
  }

  /** Opens the queues and sets them up where they are missing; replicas that start together wait for each other. */
  static async open(database: Database, options: PgBossJobsOptions = {}): Promise<PgBossJobs> {
    const jobs = new PgBossJobs(database, options.queues ?? QUEUES, options.maintenanceMs ?? 15_000);
    await database.transaction(() => jobs.setUp());
    return jobs;
  }

  async enqueue(queue: QueueName, data: JobData, options: EnqueueOptions = {}): Promise<void> {
    const { key = randomUUID(), delaySeconds = 0 } = options;
    // In the past, because a clock of milliseconds (PGlite's) makes a job of "now" not yet due when it is asked for.
    const startAfter = delaySeconds > 0 ? `${delaySeconds} seconds` : '-1 second';
    for (let tries = 0; tries < ENQUEUE_TRIES; tries += 1) {
      const id = await this.boss.send(queue, data, { singletonKey: key, startAfter });
      if (id !== null || (await this.joinQueued(queue, key, startAfter))) {
        this.database.afterCommit(() => this.wake(queue));
        return;
      }
    }
    throw new Error(`No job could be added to the queue ${queue}.`);
  }

  work(queue: QueueName, options: WorkOptions, handler: JobHandler): Worker {
    return this.database.detached(() => this.begin(queue, options, handler));
  }

  private begin(queue: QueueName, options: WorkOptions, handler: JobHandler): Worker {
    const store = new QueueStore(this.boss, this.db, queue);
    const worker = new QueueWorker(store, this.health, this.logger, {
      queue,
      concurrency: options.concurrency,
      pollMs: options.pollMs ?? DEFAULT_POLL_MS[this.database.driver],
      handler,
    });
    this.workers.set(worker, queue);
    this.maintenance ??= new Maintenance(() => this.maintain(), this.maintenanceMs, this.health);
    return worker;
  }

  /** Stops all workers, each within `graceMs` milliseconds. Jobs can still be added; they wait for the next process. */
  async stop(graceMs: number): Promise<void> {
    await Promise.all([...this.workers.keys()].map((worker) => worker.stop(graceMs)));
    await this.maintenance?.stop();
  }

  private wake(queue: QueueName): void {
    for (const [worker, of] of this.workers) if (of === queue) worker.wake();
  }

  private async setUp(): Promise<void> {
    await this.database.lockForSetup();
    await this.boss.start();
    for (const [name, settings] of Object.entries(this.queues)) {
      const queue = { name, policy: 'short', retryBackoff: true, ...settings } as const;
      await this.boss.createQueue(name, queue);
      await this.boss.updateQueue(name, queue);
      if (this.database.driver === 'pglite') await this.giveBackOrphans(name);
    }
  }

  /** Only one process has an embedded database, so whatever is active when it opens belongs to a dead one. */
  private async giveBackOrphans(queue: string): Promise<void> {
    const { rows } = await this.database.query<{ id: string }>(
      `select id from pgboss.job where name = $1 and state = 'active'`,
      [queue],
    );
    if (rows.length > 0)
      await this.boss.fail(
        queue,
        rows.map((row) => row.id),
      );
  }

  /**
   * Makes the queued job of the key stand for one more. It is locked until the open transaction ends: otherwise a
   * worker could take it before our rows are there for it to see, and nobody would look at them after that.
   * @returns false if it has been taken in the meantime
   */
  private async joinQueued(queue: QueueName, key: string, startAfter: string): Promise<boolean> {
    const { rows } = await this.database.query(
      `update pgboss.job set start_after = least(start_after, now() + $3::interval)
        where name = $1 and coalesce(singleton_key, '') = $2 and state = 'created' and policy = 'short'
        returning id`,
      [queue, key, startAfter],
    );
    return rows.length > 0;
  }

  private async maintain(): Promise<void> {
    await this.boss.maintain();
    // The embedded database never does this on its own, and every look at the queue would pass the dead rows that
    // all jobs so far have left.
    if (this.database.driver === 'pglite') await this.database.query('vacuum pgboss.job, pgboss.archive');
  }
}
