import { rootCause } from './root-cause';

const FIRST_PAUSE_MS = 250;
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
  private failures = 0;

  constructor(private readonly log: HealthLog) {}

  works(): void {
    if (this.failures > 0) this.log.warn('The store of the jobs answers again.');
    this.failures = 0;
  }

  /** @returns how long to wait before the next try, in milliseconds; it doubles each time, up to a bound */
  fails(error: unknown): number {
    if (this.failures === 0) {
      this.log.warn(`The store of the jobs does not answer; trying on: ${rootCause(error).message}`);
    }
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.failures, LONGEST_PAUSE_MS);
    this.failures += 1;
    return pause;
  }
}
