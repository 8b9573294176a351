/**
 * Leaves an upstream alone for a while after so many failures in a row. Then one call tries: if it succeeds, all go
 * again, else the pause begins anew.
 */
export class CircuitBreaker {
  private failures = 0;
  private openUntil = 0;
  private trying = false;

  /**
   * @param settings failures in a row that open it, and for how long
   * @param now milliseconds
   */
  constructor(
    private readonly settings: { readonly failures: number; readonly openMs: number },
    private readonly now: () => number,
  ) {}

  get isOpen(): boolean {
    return this.failures >= this.settings.failures;
  }

  /** @returns milliseconds until a call makes sense; 0: now. Whoever gets 0 reports how it went. */
  waitMs(): number {
    if (!this.isOpen) return 0;
    const wait = this.openUntil - this.now();
    if (wait > 0) return wait;
    if (this.trying) return this.settings.openMs;
    this.trying = true;
    return 0;
  }

  succeeded(): void {
    this.failures = 0;
    this.trying = false;
  }

  failed(): void {
    this.trying = false;
    this.failures = Math.min(this.failures + 1, this.settings.failures);
    if (this.isOpen) this.openUntil = this.now() + this.settings.openMs;
  }

  /** The call said nothing about the upstream: its caller left. */
  abandoned(): void {
    this.trying = false;
  }
}
