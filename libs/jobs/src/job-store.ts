import type { JobData } from './jobs';

/** A job that is ours until it expires. */
export interface TakenJob {
  readonly id: string;
  readonly data: JobData;
  /** How long it is ours, in seconds, from when it was asked for. */
  readonly expireInSeconds: number;
}

/** One queue, as a worker sees it. Every method rejects while the database cannot be reached. */
export interface JobStore {
  /** Takes up to `count` jobs that are due; nobody else gets them until they expire. */
  take(count: number): Promise<readonly TakenJob[]>;
  /** Notes jobs as done. */
  complete(ids: readonly string[]): Promise<void>;
  /** Lets jobs come back after a delay that grows, or gives them up once they came back too often. */
  giveBack(ids: readonly string[]): Promise<void>;
}
