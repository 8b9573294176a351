import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { loadConfig } from '@app/config';
import { openDatabase } from '@app/database';
import type { Database } from '@app/database';
import { PgBossJobs } from '@app/jobs';
import { ensureBuild } from '../robustness/support/server-process';
import { createTestDatabase } from '../support/test-database';
import type { TestDatabase } from '../support/test-database';
import { jobRows, SHORT } from './support/jobs-contract';
import { until } from './support/until';

const REPLICAS = 3;
const BUILD_LIMIT = 300_000;

/** Each with connections of its own, which is all that PostgreSQL sees of a process. */
describe('jobs of several processes', () => {
  let testDatabase: TestDatabase;
  let databases: Database[];
  let replicas: PgBossJobs[];

  beforeAll(async () => {
    Logger.overrideLogger(false);
    testDatabase = await createTestDatabase();
    const config = loadConfig({ DATABASE_URL: testDatabase.url, DATABASE_POOL_SIZE: '8' });
    databases = await Promise.all(Array.from({ length: REPLICAS }, () => openDatabase(config)));
  });
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.close()));
    await testDatabase.drop();
  });
  beforeEach(async () => {
    replicas = await Promise.all(databases.map((database) => PgBossJobs.open(database)));
  });
  afterEach(async () => {
    await Promise.all(replicas.map((jobs) => jobs.stop(5000)));
    await databases[0]!.query('delete from pgboss.job');
  });

  it('start together on an empty database, and set it up once', async () => {
    await databases[0]!.query('drop schema pgboss cascade');
    await Promise.all(databases.map((database) => PgBossJobs.open(database)));
    const { rows } = await databases[0]!.query('select name, policy from pgboss.queue');
    expect(rows).toEqual([{ name: 'run', policy: 'short' }]);
  });

  it('share the jobs, and no job is handed out twice', async () => {
    const takenBy = new Map<unknown, number[]>();
    replicas.forEach((jobs, replica) =>
      jobs.work('run', { concurrency: 10, pollMs: 20 }, async ({ n }) => {
        takenBy.set(n, [...(takenBy.get(n) ?? []), replica]);
        await sleep(5);
      }),
    );
    const numbers = Array.from({ length: 500 }, (_, n) => n);
    await Promise.all(numbers.map((n) => replicas[n % REPLICAS]!.enqueue('run', { n })));
    await until(async () => (await jobRows(databases[0]!)).every((row) => row.state === 'completed'));
    expect([...takenBy.keys()].sort((a, b) => Number(a) - Number(b))).toEqual(numbers);
    expect([...takenBy.values()].filter((by) => by.length > 1)).toEqual([]);
    expect(new Set([...takenBy.values()].flat()).size).toBe(REPLICAS);
  });

  it('lose no wake-up: whatever was written with a job of a key, some later job of it sees', async () => {
    const keys = ['a', 'b', 'c'];
    await databases[0]!.runScript(
      `create table notes (key text primary key, n int not null); insert into notes select k, 0 from unnest('{a,b,c}'::text[]) k`,
    );
    const seen = new Map<unknown, number>();
    replicas.forEach((jobs, replica) =>
      jobs.work('run', { concurrency: 10, pollMs: 20 }, async ({ key }) => {
        const { rows } = await databases[replica]!.query<{ n: number }>(
          'select n from notes where key = $1',
          [key],
        );
        seen.set(key, Math.max(seen.get(key) ?? 0, rows[0]!.n));
      }),
    );
    await Promise.all(
      replicas.flatMap((jobs, replica) =>
        keys.map(async (key) => {
          const database = databases[replica]!;
          for (let n = 0; n < 60; n += 1) {
            await database.transaction(async () => {
              await jobs.enqueue('run', { key }, { key });
              await sleep(n % 4);
              await database.query('update notes set n = n + 1 where key = $1', [key]);
            });
          }
        }),
      ),
    );
    await until(async () => (await jobRows(databases[0]!)).every((row) => row.state === 'completed'));
    expect(Object.fromEntries(seen)).toEqual({ a: 180, b: 180, c: 180 });
  });

  describe('one of which is killed', () => {
    let child: ChildProcessByStdio<null, Readable, null> | undefined;
    beforeAll(() => ensureBuild(), BUILD_LIMIT);
    // One that outlives a failed test would keep the whole run waiting.
    afterAll(() => void child?.kill('SIGKILL'));

    it('get its job back once its time is over, and not before', async () => {
      await replicas[0]!.stop(0);
      const jobs = await PgBossJobs.open(databases[0]!, SHORT);
      await jobs.enqueue('run', { runId: 'a' }, { key: 'a' });
      child = spawn(
        process.execPath,
        [join(__dirname, 'support/worker-process.cjs'), testDatabase.url, JSON.stringify(SHORT)],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const takenAt = Date.now();
      expect(JSON.parse(line.toString())).toEqual({ runId: 'a' });
      child.kill('SIGKILL');
      await once(child, 'exit');
      let handledAt = 0;
      jobs.work('run', { concurrency: 1, pollMs: 50 }, async () => {
        handledAt = Date.now();
      });
      await until(() => handledAt > 0);
      await jobs.stop(1000);
      // The time of the job, then its delay of one to two seconds.
      expect(handledAt - takenAt).toBeGreaterThanOrEqual(2900);
      expect(handledAt - takenAt).toBeLessThan(6000);
    });
  });
});
