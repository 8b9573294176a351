import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@app/config';
import { openDatabase } from '@app/database';
import type { Database } from '@app/database';
import { PgBossJobs } from '@app/jobs';
import { describeJobs, jobRows } from './support/jobs-contract';
import { until } from './support/until';

describe('jobs on the embedded database', () => {
  let opened: Database;

  describeJobs(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'duvo-jobs-'));
    const database = await openDatabase(loadConfig({ DATABASE_URL: `pglite://${join(folder, 'data')}` }));
    opened = database;
    const close = async (): Promise<void> => {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    };
    return { database, close };
  });

  it('gives back at once what a dead process had taken, as no other can have the folder', async () => {
    const jobs = await PgBossJobs.open(opened);
    await jobs.enqueue('run', { n: 1 });
    await opened.query(`update pgboss.job set state = 'active', started_on = now()`);
    const next = await PgBossJobs.open(opened);
    expect((await jobRows(opened)).map((row) => row.state)).toEqual(['retry']);
    let handled = 0;
    next.work('run', { concurrency: 1, pollMs: 50 }, async () => {
      handled += 1;
    });
    await until(() => handled === 1);
    await next.stop(1000);
  });
});
