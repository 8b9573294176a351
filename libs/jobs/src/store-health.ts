import { rootCause } from '@app/errors';

const SHORTEST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;

/** What of a logger is used here. */
export interface HealthLog {
  warn(message: string): void;
}

/**
 * Whether the store of the jobs answers. Loops that run on without anybody asking must neither end when it does
 * not nor say so each time: the log has one line when it fails and one when it is back.
 */
export class StoreHealth {
  private failingSince: number | undefined;
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly log: HealthLog) {}

  /** Calls `listener` when the store is back: whoever waits for its next try need not wait on. */
  onReturn(listener: () => void): void {
    this.listeners.push(listener);
  }

  works(): void {
    if (this.failingSince === undefined) return;
    this.failingSince = undefined;
    this.log.warn('The store of the jobs answers again.');
    for (const listener of this.listeners) listener();
  }

  /** @returns how long to wait before the next try, in milliseconds; longer the longer it lasts, up to a bound */
  fails(error: unknown): number {
    const now = performance.now();
    if (this.failingSince === undefined) {
      this.failingSince = now;
      this.log.warn(`The store of the jobs does not answer; trying on: ${rootCause(error).message}`);
    }
    return Math.min(Math.max(now - this.failingSince, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
  }
}
