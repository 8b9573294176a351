import type { HeldRun, RunSteps } from '@app/public-api';

/** How often a worker asks at most whether its run has been stopped, in milliseconds. */
const MAX_INTERVAL_MS = 2000;

/** Keeps a lease while a run is executed, and says when the run was stopped or taken away. */
export class Heartbeat {
  private readonly lost = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private isBeating = false;

  constructor(
    private readonly steps: Pick<RunSteps, 'renew'>,
    private readonly held: HeldRun,
    private readonly leaseMs: number,
  ) {
    this.timer = setInterval(() => void this.beat(), Math.min(leaseMs / 3, MAX_INTERVAL_MS)).unref();
  }

  /** Fires when the run is not held any more. */
  get signal(): AbortSignal {
    return this.lost.signal;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async beat(): Promise<void> {
    // A slow store must not be asked again and again at the same time.
    if (this.isBeating) return;
    this.isBeating = true;
    // A store that does not answer now may answer before the lease ends; if not, the commit of the step finds out.
    const isHeld = await this.steps.renew(this.held, this.leaseMs).catch(() => true);
    this.isBeating = false;
    if (isHeld) return;
    this.stop();
    this.lost.abort();
  }
}
