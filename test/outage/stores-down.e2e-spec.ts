import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { startPostgres } from '../support/servers.cjs';

/**
 * A store that is away must never look like a bad credential: a host that reads 401 throws its key away.
 */
describe('database away', () => {
  let test: TestApp;
  let stop: () => Promise<void>;
  let freshKey: string;

  beforeAll(async () => {
    const server = await startPostgres();
    stop = server.stop;
    test = await createTestApp({
      databaseUrl: `${server.url}/postgres`,
      env: { CREDENTIAL_CACHE_SECONDS: '5' },
    });
    const { acme } = test.world;
    freshKey = await test.world.newKey(acme.teamId, acme.userIds.owner);
    await test.rest('GET', '/v1/profile', { key: acme.keys.owner });
    await server.stop();
  }, 180_000);

  afterAll(async () => {
    await test.close();
    await stop().catch(() => undefined);
  });

  it('answers 503 with retry-after over REST, not 401', async () => {
    const reply = await test.rest('GET', '/v1/agents', { key: freshKey });
    expect(reply).toMatchObject({ status: 503, body: { error: 'unavailable' } });
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(reply.headers.get('www-authenticate')).toBeNull();
  });

  it('answers 503 with the flat body over MCP, not 401', async () => {
    const reply = await test.mcp.call('list_agents', {}, { key: freshKey });
    expect(reply).toMatchObject({ status: 503, body: { error: 'unavailable' } });
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('still answers 401 to what cannot be a credential', async () => {
    expect(await test.rest('GET', '/v1/agents')).toMatchObject({ status: 401 });
    expect(await test.rest('GET', '/v1/agents', { key: 'duvo_live_nonsense' })).toMatchObject({
      status: 401,
    });
  });

  it('answers 503 to a credential it remembers, as REST and as tool', async () => {
    const key = test.world.acme.keys.owner;
    const rest = await test.rest('GET', '/v1/agents', { key });
    expect(rest).toMatchObject({ status: 503, body: { error: 'unavailable' } });
    expect(Number(rest.headers.get('retry-after'))).toBeGreaterThan(0);
    const tool = await test.mcp.call('list_agents', {}, { key });
    expect(tool.status).toBe(200);
    expect(tool.result).toMatchObject({
      isError: true,
      structuredContent: { error: 'unavailable', status: 503, retryable: true, retryAfterMs: 2000 },
    });
  });

  it('is alive and not ready', async () => {
    expect(await test.rest('GET', '/livez')).toMatchObject({ status: 200 });
    expect(await test.rest('GET', '/readyz')).toMatchObject({
      status: 503,
      body: { database: { status: 'down' } },
    });
  });

  it('tells nothing about the database', async () => {
    const reply = await test.rest('GET', '/v1/agents', { key: freshKey });
    expect(reply.text).not.toMatch(/postgres|ECONN|select|127\.0\.0\.1/i);
  });
});
