// A worker in a process of its own that takes one job, says so and never ends it; for tests that kill it.
const { loadConfig } = require('../../../dist/libs/config/src');
const { openDatabase } = require('../../../dist/libs/database/src');
const { PgBossJobs } = require('../../../dist/libs/jobs/src');

async function main() {
  const database = await openDatabase(loadConfig({ DATABASE_URL: process.argv[2] }));
  const jobs = await PgBossJobs.open(database, JSON.parse(process.argv[3]));
  jobs.work('run', { concurrency: 1, pollMs: 50 }, (data) => {
    process.stdout.write(`${JSON.stringify(data)}\n`);
    return new Promise(() => undefined);
  });
}

void main();
