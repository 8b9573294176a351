import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { Client } from 'pg';
import { isStoreDown } from '@app/errors';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

describe('connection lost in the middle of a transaction', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  it('fails that call as unavailable and serves the next one', async () => {
    const { database, config } = test;
    const work = database.transaction(async () => {
      await database.handle.execute(sql`select 1`);
      await terminateOthers(config.database.driver === 'postgres' ? config.database.url : '');
      await sleep(200);
      await database.handle.execute(sql`select 1`);
    });
    const failure: unknown = await work.catch((error: unknown) => error);
    expect(isStoreDown(failure)).toBe(true);
    const reply = await test.rest('GET', '/v1/team', { key: test.world.acme.keys.owner });
    expect(reply.status).toBe(200);
  });
});

/** What a failover does to every connection of the process. */
async function terminateOthers(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await client.end();
}
