/** There is more work than may wait. */
export class NoTurnError extends Error {}

/** Lets so many pieces of work run at a time and so many more wait; what comes on top is sent away. */
export class Turns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly inQueue: number,
  ) {}

  /** @throws NoTurnError */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.atOnce) this.running += 1;
    else await this.wait();
    try {
      return await work();
    } finally {
      // Whoever waited longest takes over the place, so that nobody who comes now gets before them.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  private wait(): Promise<void> {
    if (this.waiting.length >= this.inQueue) throw new NoTurnError('More work waits than is allowed.');
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
