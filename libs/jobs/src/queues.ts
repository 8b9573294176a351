/** How the jobs of a queue live. */
export interface QueueSettings {
  /** How long a job may take, in seconds; after that it is handed out again. */
  readonly expireInSeconds: number;
  /** How often a job that failed or expired is handed out again. */
  readonly retryLimit: number;
  /** Shortest wait before the first of these, in seconds; it doubles each time. */
  readonly retryDelay: number;
}

export const QUEUES = {
  /** Wakes a run up. A slice of a run takes up to a minute; thrice that is taken for a dead worker. */
  run: { expireInSeconds: 180, retryLimit: 5, retryDelay: 2 },
} as const satisfies Record<string, QueueSettings>;

export type QueueName = keyof typeof QUEUES;
