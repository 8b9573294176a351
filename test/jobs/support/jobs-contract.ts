import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Database } from '@app/database';
import { PgBossJobs } from '@app/jobs';
import type { JobData, JobHandler, Worker } from '@app/jobs';
import { until } from './until';

/** Short times, so that a test sees them pass. */
export const SHORT = {
  queues: { run: { expireInSeconds: 2, retryLimit: 1, retryDelay: 1 } },
  maintenanceMs: 200,
};
/** So long that only a call wakes the worker. */
const NEVER = 60_000;

export interface JobRow {
  readonly state: string;
  readonly singleton_key: string;
  readonly data: JobData;
}

export async function jobRows(database: Database): Promise<JobRow[]> {
  const { rows } = await database.query<JobRow>(
    'select state, singleton_key, data from pgboss.job order by created_on',
  );
  return rows;
}

/** What holds on either engine. */
export function describeJobs(open: () => Promise<{ database: Database; close(): Promise<void> }>): void {
  let database: Database;
  let close: () => Promise<void>;
  let jobs: PgBossJobs;
  let handled: JobData[];
  let release: () => void;
  let released: Promise<void>;

  const note: JobHandler = async (data) => {
    handled.push(data);
  };
  /** Takes its time until `release`. */
  const hold: JobHandler = async (data) => {
    handled.push(data);
    await released;
  };
  const work = (handler: JobHandler, options: { concurrency?: number; pollMs?: number } = {}): Worker =>
    jobs.work('run', { concurrency: 10, pollMs: 50, ...options }, handler);
  const states = async (): Promise<string[]> => (await jobRows(database)).map((row) => row.state).sort();

  beforeAll(async () => {
    Logger.overrideLogger(false);
    ({ database, close } = await open());
  }, 180_000);
  afterAll(() => close());
  beforeEach(async () => {
    jobs = await PgBossJobs.open(database, SHORT);
    handled = [];
    released = new Promise((resolve) => (release = resolve));
  });
  afterEach(async () => {
    release();
    await jobs.stop(1000);
    await database.query('delete from pgboss.job');
  });

  describe('enqueue', () => {
    it('hands the data to a worker and notes the job as done', async () => {
      await jobs.enqueue('run', { runId: 'a', n: 1, late: false, by: null });
      work(note);
      await until(async () => (await states())[0] === 'completed');
      expect(handled).toEqual([{ runId: 'a', n: 1, late: false, by: null }]);
    });

    it('wakes the worker of this process, which need not wait for its poll', async () => {
      work(note, { pollMs: NEVER });
      await sleep(200);
      for (let n = 0; n < 20; n += 1) await jobs.enqueue('run', { n });
      await until(() => handled.length === 20);
    });

    it('in a transaction adds the job when that commits, and wakes the worker then', async () => {
      work(note, { pollMs: NEVER });
      await database.transaction(async () => {
        await jobs.enqueue('run', { runId: 'a' });
        await sleep(200);
        expect(handled).toEqual([]);
      });
      await until(() => handled.length === 1);
    });

    it('in a transaction that rolls back leaves no job', async () => {
      work(note);
      const failed = database.transaction(async () => {
        await jobs.enqueue('run', { runId: 'a' });
        throw new Error('rolled back');
      });
      await expect(failed).rejects.toThrow('rolled back');
      expect(await jobRows(database)).toEqual([]);
      await sleep(200);
      expect(handled).toEqual([]);
    });

    it('lets a job wait as long as it is told', async () => {
      work(note, { pollMs: 50 });
      const begun = Date.now();
      await jobs.enqueue('run', { runId: 'a' }, { delaySeconds: 0.5 });
      await until(() => handled.length === 1);
      expect(Date.now() - begun).toBeGreaterThanOrEqual(490);
    });
  });

  describe('a key', () => {
    it('lets one queued job stand for all', async () => {
      for (let n = 0; n < 5; n += 1) await jobs.enqueue('run', { n }, { key: 'a' });
      await jobs.enqueue('run', { n: 9 }, { key: 'b' });
      expect((await jobRows(database)).map((row) => row.singleton_key)).toEqual(['a', 'b']);
    });

    it('does so for callers at the same time', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, n) => jobs.enqueue('run', { n }, { key: 'a' })));
      expect(await jobRows(database)).toHaveLength(1);
    });

    it('adds one more while the first is active', async () => {
      work(hold);
      await jobs.enqueue('run', { n: 1 }, { key: 'a' });
      await until(() => handled.length === 1);
      await jobs.enqueue('run', { n: 2 }, { key: 'a' });
      await jobs.enqueue('run', { n: 3 }, { key: 'a' });
      await until(() => handled.length === 2);
      expect(handled).toEqual([{ n: 1 }, { n: 2 }]);
    });

    it('is not shared by jobs that have none', async () => {
      for (let n = 0; n < 3; n += 1) await jobs.enqueue('run', { n });
      expect(await jobRows(database)).toHaveLength(3);
    });

    it('brings a job forward that was to wait longer, and never puts one off', async () => {
      await jobs.enqueue('run', { n: 1 }, { key: 'a', delaySeconds: 60 });
      await jobs.enqueue('run', { n: 2 }, { key: 'a' });
      await jobs.enqueue('run', { n: 3 }, { key: 'a', delaySeconds: 60 });
      work(note);
      await until(() => handled.length === 1);
    });

    it('keeps the queued job from workers until the transaction that joined it has committed', async () => {
      await jobs.enqueue('run', { n: 1 }, { key: 'a' });
      await database.transaction(async () => {
        await jobs.enqueue('run', { n: 2 }, { key: 'a' });
        work(note);
        await sleep(300);
        expect(handled).toEqual([]);
      });
      await until(() => handled.length === 1);
    });
  });

  describe('work', () => {
    it('handles no more jobs at a time than it may, and a slow one holds up no other', async () => {
      let active = 0;
      let most = 0;
      work(
        async (data) => {
          active += 1;
          most = Math.max(most, active);
          if (data.n === 0) await released;
          handled.push(data);
          active -= 1;
        },
        { concurrency: 3 },
      );
      await database.transaction(async () => {
        for (let n = 0; n <= 30; n += 1) await jobs.enqueue('run', { n });
      });
      await until(() => handled.length === 30);
      expect(active).toBe(1);
      expect(most).toBeLessThanOrEqual(3);
    });

    it('hands a failed job out again, later, and gives it up in the end', async () => {
      const at: number[] = [];
      work(async () => {
        at.push(Date.now());
        throw new Error('no luck');
      });
      await jobs.enqueue('run', {});
      await until(async () => (await states())[0] === 'failed');
      expect(at).toHaveLength(2);
      expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(900);
    });

    it('hands a job out again that takes too long, and signals its handler', async () => {
      const signals: AbortSignal[] = [];
      work(async (_, signal) => {
        signals.push(signal);
        if (signals.length === 1) await released;
      });
      await jobs.enqueue('run', {});
      await until(async () => (await states())[0] === 'completed');
      expect(signals.map((signal) => signal.aborted)).toEqual([true, false]);
    });
  });

  describe('stop', () => {
    it('takes no more jobs, signals the handlers and waits for them', async () => {
      const worker = work(async (data, signal) => {
        handled.push(data);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await sleep(100);
      });
      await jobs.enqueue('run', { n: 1 });
      await until(() => handled.length === 1);
      const stopped = worker.stop(5000);
      await jobs.enqueue('run', { n: 2 });
      await stopped;
      expect(await states()).toEqual(['completed', 'created']);
    });

    it('gives back what is not done in time', async () => {
      const worker = work(hold);
      await jobs.enqueue('run', { n: 1 });
      await until(() => handled.length === 1);
      await worker.stop(100);
      expect(await states()).toEqual(['retry']);
      release();
      work(note);
      await until(() => handled.length === 2);
      await until(async () => (await states())[0] === 'completed');
    });
  });

  describe('opening', () => {
    it('finds what is there, keeps it, and is quick', async () => {
      await jobs.enqueue('run', { n: 1 });
      const begun = Date.now();
      await PgBossJobs.open(database, SHORT);
      expect(Date.now() - begun).toBeLessThan(500);
      expect(await jobRows(database)).toHaveLength(1);
    });

    it('takes over changed settings of a queue', async () => {
      await PgBossJobs.open(database, {
        queues: { run: { expireInSeconds: 77, retryLimit: 3, retryDelay: 4 } },
      });
      const { rows } = await database.query('select expire_seconds, retry_limit from pgboss.queue');
      expect(rows).toEqual([{ expire_seconds: 77, retry_limit: 3 }]);
    });
  });
}
