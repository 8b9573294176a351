import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { loadConfig } from '@app/config';
import { openDatabase } from '@app/database';
import type { Database } from '@app/database';
import { PgBossJobs } from '@app/jobs';
import { startPostgres } from '../support/servers.cjs';
import { jobRows, SHORT } from './support/jobs-contract';
import { until } from './support/until';

const TIME_LIMIT = 60_000;

describe('a restart of PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let database: Database;
  let jobs: PgBossJobs;
  let lines: string[];
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);

  beforeAll(async () => {
    process.on('unhandledRejection', note);
    server = await startPostgres();
    database = await openDatabase(loadConfig({ DATABASE_URL: `${server.url}/postgres` }));
    jobs = await PgBossJobs.open(database, {
      queues: { run: { ...SHORT.queues.run, retryLimit: 5 } },
      maintenanceMs: 200,
    });
  }, TIME_LIMIT);
  afterAll(async () => {
    await jobs.stop(1000);
    await database.close();
    await server.stop();
    process.off('unhandledRejection', note);
  }, TIME_LIMIT);
  beforeEach(() => {
    lines = [];
    const keep = (line: unknown): void => void lines.push(String(line));
    Logger.overrideLogger({ log: keep, warn: keep, error: keep });
  });
  afterEach(() => Logger.overrideLogger(false));

  it(
    'while workers poll and handle jobs is survived, said once, and no job is lost',
    async () => {
      const handled = new Set<unknown>();
      jobs.work('run', { concurrency: 5, pollMs: 20 }, async ({ n }) => {
        await sleep(100);
        handled.add(n);
      });
      await database.transaction(async () => {
        for (let n = 0; n < 40; n += 1) await jobs.enqueue('run', { n });
      });
      await until(() => handled.size >= 5);
      await server.restart(1500);
      await jobs.enqueue('run', { n: 40 });
      await until(async () => (await jobRows(database)).every((row) => row.state === 'completed'));
      expect(handled.size).toBe(41);
      const about = (text: string): number => lines.filter((line) => line.includes(text)).length;
      expect(about('does not answer')).toBe(about('answers again'));
      expect(about('does not answer')).toBeGreaterThan(0);
      expect(about('does not answer')).toBeLessThanOrEqual(2);
      expect(unhandled).toEqual([]);
    },
    TIME_LIMIT,
  );
});
