import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { mcpClient } from '../support/mcp-client';
import { restClient } from '../support/rest-client';
import { createTestDatabase } from '../support/test-database';
import type { TestDatabase } from '../support/test-database';
import { ensureBuild, ServerProcess } from './support/server-process';
import { SwallowingProxy } from './support/swallowing-proxy';

const TIME_LIMIT = 120_000;

interface Reply {
  readonly status: number;
  readonly body: any;
  readonly replayed: boolean;
}

/** Creates an agent under an idempotency key; the key and the name are the same. */
const WAYS = {
  REST: async (url: string, key: string, name: string): Promise<Reply> => {
    const headers = { 'idempotency-key': name };
    const {
      status,
      body,
      headers: got,
    } = await restClient(url)('POST', '/v1/agents', { key, body: { name }, headers });
    return { status, body, replayed: got.get('idempotent-replayed') === 'true' };
  },
  tool: async (url: string, key: string, name: string): Promise<Reply> => {
    const { result } = await mcpClient(url).call('create_agent', { name, idempotency_key: name }, { key });
    const http = result._meta['ai.duvo/http'];
    return {
      status: http.status,
      body: result.structuredContent,
      replayed: http.idempotent_replayed === true,
    };
  },
} as const;
type Way = keyof typeof WAYS;

const agentsNamed = async (server: ServerProcess, key: string, name: string): Promise<any[]> => {
  const { body } = await restClient(server.url)('GET', '/v1/agents', { key, query: { search: name } });
  return body.agents;
};

beforeAll(() => ensureBuild(), 300_000);

describe.each(['PostgreSQL', 'the embedded database'])('a server on %s that is killed', (engine) => {
  const onPostgres = engine === 'PostgreSQL';
  let database: TestDatabase | undefined;
  let folder: string;
  let server: ServerProcess;
  let key: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'duvo-crash-'));
    database = onPostgres ? await createTestDatabase() : undefined;
    server = await ServerProcess.start({
      DATA_DIR: folder,
      DEMO_DATA: 'on',
      ...(database && { DATABASE_URL: database.url }),
    });
    key = server.printedKey;
  }, TIME_LIMIT);
  afterAll(async () => {
    await server.kill();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['REST', 'REST'],
    ['tool', 'tool'],
    ['REST', 'tool'],
    ['tool', 'REST'],
  ] as [Way, Way][])(
    'between effect and reply: repeated, the call gives the first effect and no second (%s, then %s)',
    async (first, second) => {
      const name = `Crash ${first} ${second}`;
      const proxy = await SwallowingProxy.open(server.url);
      const lost = WAYS[first](proxy.url, key, name).then(
        () => 'answered',
        () => 'lost',
      );
      await until(async () => (await agentsNamed(server, key, name)).length === 1);
      const [effect] = await agentsNamed(server, key, name);
      await server.kill();
      await proxy.close();
      expect(await lost).toBe('lost');

      await server.start();
      const retry = await WAYS[second](server.url, key, name);
      expect(retry).toMatchObject({ status: 201, replayed: true, body: { agent: { id: effect.id, name } } });
      expect(await agentsNamed(server, key, name)).toEqual([effect]);
      // A reply that got as far as the proxy is the one that is given again.
      if (proxy.swallowed !== '') expect(proxy.swallowed).toContain(JSON.stringify(retry.body));
      const again = await WAYS[first](server.url, key, name);
      expect(again).toEqual(retry);
    },
    TIME_LIMIT,
  );

  // Only PostgreSQL lets a second connection hold a transaction up half-way.
  if (!onPostgres) return;

  it.each(['REST', 'tool'] as const)(
    'in the middle of the effect: nothing is left behind, the repeated call is the first (%s)',
    async (way) => {
      const name = `Half ${way}`;
      // Two, because statistics stand still inside a transaction.
      const [blocker, watcher] = [0, 1].map(() => new Client({ connectionString: database?.url })) as [
        Client,
        Client,
      ];
      await Promise.all([blocker.connect(), watcher.connect()]);
      try {
        await blocker.query('begin; lock table agents in share row exclusive mode');
        const lost = WAYS[way](server.url, key, name).then(
          () => 'answered',
          () => 'lost',
        );
        await until(async () => {
          const { rowCount } = await watcher.query(
            `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%insert into "agents"%'`,
          );
          return rowCount === 1;
        });
        await server.kill();
        await blocker.query('rollback');
        expect(await lost).toBe('lost');
        await server.start();
        expect(await agentsNamed(server, key, name)).toEqual([]);
        const { rows } = await blocker.query('select 1 from idempotency_keys where key = $1', [name]);
        expect(rows).toEqual([]);
      } finally {
        await Promise.all([blocker.end(), watcher.end()]);
      }
      const retry = await WAYS[way](server.url, key, name);
      expect([retry.status, retry.replayed]).toEqual([201, false]);
      expect(await agentsNamed(server, key, name)).toHaveLength(1);
    },
    TIME_LIMIT,
  );
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('Waited in vain.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
