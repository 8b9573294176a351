import { Client } from 'pg';
import { SignIn } from '@app/auth';
import { Database } from '@app/database';
import { DEMO_USERS } from '@app/public-api';
import { FirstStart } from '../../apps/api/src/start/first-start.service';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { createTestDatabase } from '../support/test-database';
import type { TestDatabase } from '../support/test-database';
import type { World } from '../support/world';

describe('FirstStart on one database', () => {
  let database: TestDatabase;
  let replicas: TestApp[];

  beforeAll(async () => {
    database = await createTestDatabase();
    replicas = [await replica(), await replica()];
  });
  afterAll(async () => {
    for (const app of replicas) await app.close();
    await database.drop();
  });

  /** Without the people of other tests, who come with the demo team. */
  function replica(): Promise<TestApp> {
    return createTestApp({
      databaseUrl: database.url,
      env: { DEMO_DATA: 'on', REQUEST_TIMEOUT_SECONDS: '1' },
      world: {} as World,
    });
  }

  it('seeds once where replicas start together: exactly one has a key', async () => {
    const results = await Promise.all(replicas.map((app) => app.get(FirstStart).run()));
    expect(results.filter((credentials) => credentials !== undefined)).toHaveLength(1);
    const again = await Promise.all(replicas.map((app) => app.get(FirstStart).run()));
    expect(again).toEqual([undefined, undefined]);
  });

  it('gives every demo user the one password that it returns', async () => {
    const first = await createTestDatabase();
    const app = await createTestApp({
      databaseUrl: first.url,
      env: { DEMO_DATA: 'on', LOG_LEVEL: 'silent' },
      world: {} as World,
    });
    try {
      const { password = '' } = (await app.get(FirstStart).run()) ?? {};
      for (const { email } of DEMO_USERS) {
        const result = await app.get(SignIn).withPassword({ email, password, address: '192.0.2.1' });
        expect(result).toMatchObject({ outcome: 'signed_in', user: { email } });
      }
    } finally {
      await app.close();
      await first.drop();
    }
  });

  it('lets no second one in before the first has committed', async () => {
    const [one, two] = replicas.map((app) => app.get(Database));
    const order: string[] = [];
    let second: Promise<void> | undefined;
    await one!.transaction(async () => {
      await one!.lockForSetup();
      second = two!.transaction(async () => {
        await two!.lockForSetup();
        order.push('second');
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      order.push('first');
    });
    await second;
    expect(order).toEqual(['first', 'second']);
  });

  it('refuses the lock outside a transaction', async () => {
    await expect(replicas[0]!.database.lockForSetup()).rejects.toThrow(/inside a transaction/);
  });

  it('has the server end a statement that outlives its operation', async () => {
    const { handle } = replicas[0]!.database;
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      const begun = Date.now();
      const failure: unknown = await handle.execute('select pg_sleep(60)').catch((error: unknown) => error);
      expect((failure as { cause?: { code?: string } }).cause?.code).toBe('57014');
      // 1 s of the operation and 5 s of margin.
      expect(Date.now() - begun).toBeLessThan(15_000);
      const { rows } = await client.query(
        `select 1 from pg_stat_activity where datname = current_database() and query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()`,
      );
      expect(rows).toEqual([]);
    } finally {
      await client.end();
    }
  });
});
