import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { AuditWriter } from '@app/telemetry';
import { startPostgres } from '../support/servers.cjs';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { createTestDatabase } from '../support/test-database';
import { until } from '../support/until';
import { auditEntry } from './support/trail';

/** Request ids in the trail, beside the application. */
async function requestIds(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ request_id: string }>(
    'select request_id from audit_entries order by id',
  );
  await client.end();
  return rows.map((row) => row.request_id);
}

describe('audit entries while the database is away', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let test: TestApp;
  beforeAll(async () => {
    server = await startPostgres();
    test = await createTestApp({ databaseUrl: `${server.url}/postgres` });
  }, 180_000);
  afterAll(async () => {
    await test.close();
    await server.stop();
  });

  it('wait for it, in order, and are there once when it is back', async () => {
    const { teamId, keys } = test.world.acme;
    const writer = test.get(AuditWriter);
    // A credential that has just been seen is known without the database.
    await test.rest('GET', '/v1/roles', { key: keys.owner });
    const sent = Array.from({ length: 600 }, (_, index) => `entry-${index}`);
    const append = (ids: readonly string[]) =>
      ids.forEach((requestId) => {
        const createdAt = new Date(Date.UTC(2026, 0, 1) + sent.indexOf(requestId));
        writer.append(auditEntry({ teamId, requestId, createdAt }));
      });
    append(sent.slice(0, 300));
    const restarted = server.restart(1500);
    await sleep(300);
    append(sent.slice(300));
    await test.rest('GET', '/v1/roles', { key: keys.owner, headers: { 'x-request-id': 'while-away' } });
    await restarted;
    await until(async () => (writer.buffered === 0 ? true : undefined), 20_000);
    const stored = await requestIds(`${server.url}/postgres`);
    expect(stored.filter((id) => id.startsWith('entry-'))).toEqual(sent);
    expect(stored).toContain('while-away');
    expect(writer.dropped).toBe(0);
  });
});

describe('audit entries of a process that is asked to end', () => {
  it('are written before it has ended', async () => {
    const database = await createTestDatabase();
    const test = await createTestApp({ databaseUrl: database.url });
    const { keys } = test.world.acme;
    const calls = Array.from({ length: 20 }, (_, index) =>
      test.rest('GET', '/v1/roles', { key: keys.owner, headers: { 'x-request-id': `last-${index}` } }),
    );
    const replies = await Promise.all(calls);
    await test.close();
    expect(replies.map(({ status }) => status)).toEqual(calls.map(() => 200));
    expect((await requestIds(database.url)).sort()).toEqual(calls.map((_, index) => `last-${index}`).sort());
    await database.drop();
  });
});
