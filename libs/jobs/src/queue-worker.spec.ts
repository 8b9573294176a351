import type { JobStore, TakenJob } from './job-store';
import type { JobHandler } from './jobs';
import { QueueWorker } from './queue-worker';
import { StoreHealth } from './store-health';

const NEVER = 60_000;

/** A queue in memory that takes a moment to answer and can be down. */
class FakeStore implements JobStore {
  readonly asked: number[] = [];
  readonly completed: string[] = [];
  readonly returned: string[] = [];
  failure: Error | undefined;
  expireInSeconds = 180;
  private queued: string[] = [];

  add(...ids: string[]): void {
    this.queued.push(...ids);
  }

  async take(count: number): Promise<TakenJob[]> {
    this.asked.push(count);
    await this.answer();
    return this.queued
      .splice(0, count)
      .map((id) => ({ id, data: { id }, expireInSeconds: this.expireInSeconds }));
  }

  async complete(ids: readonly string[]): Promise<void> {
    await this.answer();
    this.completed.push(...ids);
  }

  async giveBack(ids: readonly string[]): Promise<void> {
    await this.answer();
    this.returned.push(...ids);
  }

  private async answer(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (this.failure) throw this.failure;
  }
}

describe('QueueWorker', () => {
  let store: FakeStore;
  let lines: string[];
  let worker: QueueWorker | undefined;
  let open: Map<string, () => void>;

  /** A handler that ends when the test says so. */
  const held: JobHandler = (data) => new Promise((resolve) => open.set(String(data.id), resolve));
  const log = { warn: (line: string) => lines.push(line), error: (line: string) => lines.push(line) };

  function start(handler: JobHandler, options: { concurrency?: number; pollMs?: number } = {}): QueueWorker {
    worker = new QueueWorker(store, new StoreHealth(log), log, {
      queue: 'run',
      concurrency: 2,
      pollMs: NEVER,
      ...options,
      handler,
    });
    return worker;
  }

  /** Lets time go by, with all that happens meanwhile. */
  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  beforeEach(() => {
    jest.useFakeTimers();
    store = new FakeStore();
    lines = [];
    open = new Map();
  });
  afterEach(async () => {
    jest.useRealTimers();
    await worker?.stop(0);
  });

  it('asks for as many jobs as it has free slots', async () => {
    store.add('a', 'b', 'c');
    start(held);
    await pass(30);
    expect([...open.keys()]).toEqual(['a', 'b']);
    expect(store.asked).toEqual([2]);
  });

  it('asks again when a slot is free and there may be more', async () => {
    store.add('a', 'b', 'c');
    start(held);
    await pass(30);
    open.get('b')?.();
    await pass(30);
    expect([...open.keys()]).toEqual(['a', 'b', 'c']);
    expect(store.asked).toEqual([2, 1]);
  });

  it('does not ask again for a free slot when the queue was empty', async () => {
    store.add('a');
    start(held);
    await pass(30);
    open.get('a')?.();
    await pass(30);
    expect(store.asked).toEqual([2]);
    jest.useRealTimers();
    await worker?.stop(1000);
    expect(store.completed).toEqual(['a']);
  });

  it('asks when it is woken, also while it is asking', async () => {
    start(held).wake();
    store.add('a');
    await pass(30);
    const { length } = store.asked;
    store.add('b');
    worker?.wake();
    await pass(30);
    expect([...open.keys()]).toEqual(['a', 'b']);
    expect(store.asked).toHaveLength(length + 1);
  });

  it('remembers that it was woken while no slot was free', async () => {
    store.add('a', 'b');
    start(held);
    await pass(30);
    store.add('c');
    worker?.wake();
    await pass(30);
    open.get('a')?.();
    await pass(30);
    expect([...open.keys()]).toEqual(['a', 'b', 'c']);
  });

  it('asks at each poll', async () => {
    start(held, { pollMs: 20 });
    await pass(200);
    expect(store.asked.length).toBeGreaterThan(3);
  });

  it('gives a failed job back and says why', async () => {
    store.add('a');
    start(async () => {
      throw new Error('Failed query: …', { cause: new Error('no luck') });
    });
    await pass(50);
    expect([store.returned, store.completed]).toEqual([['a'], []]);
    expect(lines).toEqual(['A job of the queue run failed: no luck']);
  });

  it('survives a handler that throws what is no error, or before it returns', async () => {
    store.add('a', 'b');
    start((data) => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw data.id === 'a' ? 'text' : undefined;
    });
    await pass(50);
    expect(store.returned).toEqual(['a', 'b']);
  });

  it('signals a job whose time is over, and notes nothing of it', async () => {
    store.add('a');
    store.expireInSeconds = 0.05;
    let signal: AbortSignal | undefined;
    start(async (data, given) => {
      signal = given;
      await held(data, given);
    });
    await pass(120);
    expect(signal?.aborted).toBe(true);
    open.get('a')?.();
    await pass(30);
    expect([store.returned, store.completed]).toEqual([[], []]);
    expect(lines).toEqual(['A job of the queue run took more than its 0.05 s and is handed out again.']);
  });

  it('goes on when the store comes back, having said so once', async () => {
    store.failure = new Error('down');
    start(held, { pollMs: 10 });
    await pass(400);
    expect(store.asked.length).toBeLessThan(4);
    store.failure = undefined;
    store.add('a');
    await pass(700);
    expect([...open.keys()]).toEqual(['a']);
    expect(lines).toEqual([
      'The store of the jobs does not answer; trying on: down',
      'The store of the jobs answers again.',
    ]);
  });

  describe('stop', () => {
    it('waits for a handler that ends in time, and notes it as done', async () => {
      store.add('a');
      start((_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())));
      await pass(20);
      jest.useRealTimers();
      await worker?.stop(1000);
      expect([store.completed, store.returned]).toEqual([['a'], []]);
    });

    it('gives back without a word what ends early by throwing', async () => {
      store.add('a');
      start(async (_, signal) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        signal.throwIfAborted();
      });
      await pass(20);
      jest.useRealTimers();
      await worker?.stop(1000);
      expect([store.completed, store.returned, lines]).toEqual([[], ['a'], []]);
    });

    it('gives back what does not end in time, once', async () => {
      store.add('a');
      start(held);
      await pass(20);
      jest.useRealTimers();
      await worker?.stop(30);
      expect(store.returned).toEqual(['a']);
      open.get('a')?.();
      await new Promise(setImmediate);
      expect([store.completed, store.returned]).toEqual([[], ['a']]);
    });

    it('gives back what it was just being handed', async () => {
      jest.useRealTimers();
      store.add('a');
      start(held);
      await worker?.stop(1000);
      expect([...open.keys()]).toEqual([]);
      expect(store.returned).toEqual(['a']);
    });

    it('ends although the store is down', async () => {
      store.add('a');
      start(held);
      await pass(20);
      store.failure = new Error('down');
      jest.useRealTimers();
      await worker?.stop(30);
      expect(store.returned).toEqual([]);
    });

    it('called twice, waits for the same end', async () => {
      start(held);
      expect(worker?.stop(10)).toBe(worker?.stop(10));
    });
  });
});
