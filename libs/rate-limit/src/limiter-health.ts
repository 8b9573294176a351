/** State of the shared store, for readiness and metrics. Without Redis it never changes. */
export class LimiterHealth {
  private lost = false;
  private decisions = 0;

  /** Whether decisions are made in this process because Redis is lost. */
  get degraded(): boolean {
    return this.lost;
  }

  /** Decisions made without the shared store since the process began: `ratelimit_degraded_total`. */
  get degradedDecisions(): number {
    return this.decisions;
  }

  /** @returns whether this is news */
  setDegraded(lost: boolean): boolean {
    const changed = this.lost !== lost;
    this.lost = lost;
    return changed;
  }

  countDegraded(): void {
    this.decisions += 1;
  }
}
