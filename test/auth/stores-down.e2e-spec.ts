import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { createTestDatabase } from '../support/test-database';

describe('a database that is gone', () => {
  let test: TestApp;
  let key: string;

  beforeAll(async () => {
    const database = await createTestDatabase();
    test = await createTestApp({ databaseUrl: database.url, env: { LOG_LEVEL: 'silent' } });
    key = test.world.acme.keys.owner;
    await database.drop();
  });

  afterAll(() => test.close());

  it('503 with retry-after, never 401: a 401 would make clients throw a good credential away', async () => {
    for (const reply of [
      await test.rest('GET', '/v1/roles', { key }),
      await test.mcp.call('list_roles', {}, { key }),
    ]) {
      expect(reply.status).toBe(503);
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(reply.headers.get('www-authenticate')).toBeNull();
    }
    expect((await test.rest('GET', '/v1/roles', { key })).body).toMatchObject({ error: 'unavailable' });
  });

  it('401 as ever for what needs no database to be refused', async () => {
    expect((await test.rest('GET', '/v1/roles')).status).toBe(401);
    expect((await test.rest('GET', '/v1/roles', { key: 'duvo_live_junk' })).status).toBe(401);
  });
});
