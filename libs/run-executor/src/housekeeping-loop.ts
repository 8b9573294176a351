import { rootCause } from '@app/errors';
import type { Logger } from '@app/telemetry';

export interface HousekeepingTask {
  /** What it looks for, for the log. */
  readonly name: string;
  /** @param signal aborts when the process stops or the time of the task is over */
  readonly work: (signal: AbortSignal) => Promise<unknown>;
  /** Every how many rounds it has its turn. @default 1 */
  readonly every?: number;
  /** In which round it has its first turn, counted from 0. @default 0 */
  readonly from?: number;
}

export interface HousekeepingPace {
  /** How often a round begins, in milliseconds. */
  readonly everyMs: number;
  /** After how long a task is asked to end, in milliseconds, so that the next one has its turn. */
  readonly taskMs: number;
}

/** Does tasks one after another, again and again. */
export class HousekeepingLoop {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopping = new AbortController();
  private readonly failing = new Set<string>();
  private rounds = 0;

  constructor(
    private readonly tasks: readonly HousekeepingTask[],
    private readonly pace: HousekeepingPace,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.stopping = new AbortController();
    this.timer = setInterval(() => void this.round(), this.pace.everyMs).unref();
    void this.round();
  }

  /** Asks the task in hand to end, and waits for it. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.timer);
    await this.running;
  }

  /** Gives every task its turn once; a round that is still going on stands for this one. */
  round(): Promise<void> {
    this.running ??= this.all().finally(() => (this.running = undefined));
    return this.running;
  }

  private async all(): Promise<void> {
    const round = this.rounds;
    this.rounds += 1;
    for (const task of this.tasks) {
      const { from = 0, every = 1 } = task;
      if (round >= from && (round - from) % every === 0) await this.attempt(task);
    }
  }

  private async attempt({ name: task, work }: HousekeepingTask): Promise<void> {
    if (this.stopping.signal.aborted) return;
    const turn = new AbortController();
    const end = () => turn.abort();
    const timer = setTimeout(end, this.pace.taskMs).unref();
    this.stopping.signal.addEventListener('abort', end, { once: true });
    try {
      await work(turn.signal);
      if (this.failing.delete(task)) this.logger.info({ task }, 'Housekeeping works again.');
    } catch (error) {
      // Said once, or a store that is down for an hour would fill the log.
      if (!this.failing.has(task))
        this.logger.warn({ err: rootCause(error), task }, 'Housekeeping failed; it goes on trying.');
      this.failing.add(task);
    } finally {
      clearTimeout(timer);
      this.stopping.signal.removeEventListener('abort', end);
    }
  }
}
