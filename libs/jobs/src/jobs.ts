import type { QueueName } from './queues';

/** What a job carries: ids, as the rows they name are the truth and a job is only a wake-up. */
export type JobData = Readonly<Record<string, string | number | boolean | null>>;

export interface EnqueueOptions {
  /** A job of the same key that nobody has taken yet stands for both; the earlier of their times counts. */
  readonly key?: string;
  /** How long the job waits at least, in seconds. @default 0 */
  readonly delaySeconds?: number;
}

export interface WorkOptions {
  /** How many jobs this process handles at a time. */
  readonly concurrency: number;
  /**
   * How often the queue is asked for jobs of other processes, delayed ones and those that come back, in
   * milliseconds. Jobs of this process need no poll.
   * @default 2000 on the embedded database, 500 on PostgreSQL
   */
  readonly pollMs?: number;
}

/**
 * Does one job.
 *
 * - It must be safe to repeat: a job is handed out again when the process dies before it is noted as done.
 * - `signal` fires when the worker stops, and when the time of the job is over and somebody else may get it.
 *   A handler that ends early for it throws, so that the job comes back.
 */
export type JobHandler = (data: JobData, signal: AbortSignal) => Promise<void>;

export interface Worker {
  /**
   * Takes no more jobs, signals the handlers, waits for them for at most `graceMs` milliseconds and gives back
   * what is not done by then. Never rejects; a second call waits for the first.
   */
  stop(graceMs: number): Promise<void>;
  /** Asks the queue now instead of at the next poll. */
  wake(): void;
}

/** Queues of short jobs in the product's own database. */
export abstract class Jobs {
  /**
   * Adds a job in the open transaction, and it is gone if that rolls back; at once if there is none. After the
   * commit the workers of this process are woken.
   */
  abstract enqueue(queue: QueueName, data: JobData, options?: EnqueueOptions): Promise<void>;

  /**
   * Takes jobs of a queue until stop. A job whose handler throws comes back with a growing delay, as often as
   * the queue allows.
   */
  abstract work(queue: QueueName, options: WorkOptions, handler: JobHandler): Worker;
}
