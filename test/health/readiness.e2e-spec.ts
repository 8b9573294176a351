import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';

describe.each(DATABASES)('health on $database', ({ embedded }) => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ embedded, alone: 'a process tells how it is itself' });
  });
  afterAll(() => test.close());

  it('/livez answers without a credential', async () => {
    expect(await test.rest('GET', '/livez')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('/readyz names the database driver, its migrations and the store of the limits', async () => {
    const reply = await test.rest('GET', '/readyz');
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      status: 'ready',
      database: { driver: embedded ? 'pglite' : 'postgres', status: 'up' },
      migrations: 'complete',
      rate_limits: { store: 'memory', degraded: false },
    });
  });

  it('is ready on a database that is ahead, as one of two versions is during an update', async () => {
    await test.database.query(
      `insert into drizzle.__drizzle_migrations (hash, created_at) values ('of a later version', 9999999999999)`,
    );
    expect(await test.rest('GET', '/readyz')).toMatchObject({ status: 200 });
    await test.database.query(`delete from drizzle.__drizzle_migrations where hash = 'of a later version'`);
  });

  it('is not ready on a database that lacks migrations, as one restored from an old backup does', async () => {
    await test.database.query(
      'delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations)',
    );
    const reply = await test.rest('GET', '/readyz');
    expect(reply).toMatchObject({
      status: 503,
      body: { status: 'unavailable', migrations: 'pending', database: { status: 'up' } },
    });
    expect(reply.headers.get('retry-after')).toBe('2');
    expect(await test.rest('GET', '/livez')).toMatchObject({ status: 200 });
  });

  it('is not ready on a database without any', async () => {
    await test.database.query('drop table drizzle.__drizzle_migrations');
    expect(await test.rest('GET', '/readyz')).toMatchObject({
      status: 503,
      body: { migrations: 'pending', database: { status: 'up' } },
    });
  });
});
