/** One value of a metric; labels may be left out where it has none. */
export interface Sample<Label extends string = string> {
  readonly labels?: Readonly<Record<Label, string>>;
  readonly value: number;
}

/** How long one metric may hold up all others, in milliseconds. */
const READ_TIMEOUT_MS = 2000;

/** Reads the values of one metric, not more often than makes sense. */
export class MetricReader {
  private reading: Promise<readonly Sample[]> | undefined;
  private readAt = -Infinity;

  constructor(
    private readonly read: () => readonly Sample[] | Promise<readonly Sample[]>,
    /** How long an answer stands for the next question too, in milliseconds. */
    private readonly freshMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @returns none if they could not be read in time: no value is better than an old one that looks new */
  async samples(): Promise<readonly Sample[]> {
    const now = this.now();
    if (!this.reading || now - this.readAt >= this.freshMs) {
      this.readAt = now;
      this.reading = this.attempt();
    }
    return this.reading;
  }

  private async attempt(): Promise<readonly Sample[]> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<readonly Sample[]>((resolve) => {
      timer = setTimeout(() => resolve([]), READ_TIMEOUT_MS);
    });
    try {
      return await Promise.race([this.read(), late]);
    } catch {
      return [];
    } finally {
      clearTimeout(timer);
    }
  }
}
