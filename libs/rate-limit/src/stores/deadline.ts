interface Pending {
  /** When it is due, on the monotonic clock, in milliseconds. */
  readonly at: number;
  readonly reject: (error: Error) => void;
}

/**
 * Rejects work that takes longer than a fixed time. One timer serves all work under way, because a timer of its own
 * costs each call more than the decision about it.
 *
 * The verdict waits for one turn of the event loop after the timer: where this process was busy for longer than
 * the deadline, the answer may already lie in the socket, and the store is not to blame.
 */
export class Deadline {
  /** In the order of their beginning, which is the order in which they are due. */
  private readonly pending = new Set<Pending>();
  private timer: NodeJS.Timeout | undefined;

  /** @param ms time that work may take, in milliseconds */
  constructor(private readonly ms: number) {}

  /** @returns what `work` becomes, mapped by `as` @throws if it takes too long */
  guard<T, R>(work: Promise<T>, as: (value: T) => R): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      const one: Pending = { at: performance.now() + this.ms, reject };
      this.pending.add(one);
      this.timer ??= setTimeout(this.look, this.ms);
      const fail = (error: unknown): void => {
        this.pending.delete(one);
        reject(error instanceof Error ? error : new Error(String(error)));
      };
      work.then((value) => {
        try {
          resolve(as(value));
          this.pending.delete(one);
        } catch (error) {
          fail(error);
        }
      }, fail);
    });
  }

  private readonly look = (): void => {
    setImmediate(this.expire, performance.now());
  };

  private readonly expire = (dueAt: number): void => {
    this.timer = undefined;
    for (const one of this.pending) {
      if (one.at > dueAt) {
        this.timer = setTimeout(this.look, one.at - dueAt);
        return;
      }
      this.pending.delete(one);
      one.reject(new Error(`no answer within ${this.ms} ms`));
    }
  };
}

/** The same for work that is done now and then. */
export function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Deadline(ms).guard(work, (value) => value);
}
