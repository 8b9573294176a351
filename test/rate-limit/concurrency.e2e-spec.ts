import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { createTestDatabase } from '../support/test-database';
import type { TestDatabase } from '../support/test-database';

const BOOT_LIMIT = 120_000;
const LIVE_RUNS = 10;
const SANDBOXES = 20;

/** Rows are counted in the transaction that inserts, under a row lock, so it does not matter who counts. */
describe('places for runs and sandboxes, over two replicas', () => {
  let database: TestDatabase;
  let replicas: TestApp[];
  beforeAll(async () => {
    database = await createTestDatabase();
    const shared = {
      databaseUrl: database.url,
      redis: true,
      env: { MAX_LIVE_RUNS_PER_TEAM: String(LIVE_RUNS) },
    };
    const first = await createTestApp(shared);
    replicas = [first, await createTestApp({ ...shared, world: first.world })];
  }, BOOT_LIMIT);
  afterAll(async () => {
    for (const replica of replicas) await replica.close();
    await database.drop();
  });

  /** Calls both at once, with and without idempotency keys. @returns how each call ended */
  async function race(calls: number, path: string, body: object): Promise<(string | number)[]> {
    const key = replicas[0]!.world.acme.keys.owner;
    const replies = await Promise.all(
      Array.from({ length: calls }, (_, call) =>
        replicas[call % 2]!.rest('POST', path, {
          key,
          body,
          ...(call % 4 < 2 && { headers: { 'idempotency-key': `${path} ${call}` } }),
        }),
      ),
    );
    return replies.map((reply) => reply.body.error ?? reply.status).sort();
  }
  const inUse = async (kind: 'runs' | 'sandboxes'): Promise<number> => {
    const key = replicas[1]!.world.acme.keys.owner;
    return (await replicas[1]!.rest('GET', '/v1/limits', { key })).body.concurrency[kind].in_use;
  };

  it('let as many of forty runs start at the same time as the team has places', async () => {
    const free = LIVE_RUNS - (await inUse('runs'));
    expect(free).toBeGreaterThan(5);
    const key = replicas[0]!.world.acme.keys.owner;
    const agent = { name: 'Runner', config: { instructions: 'Work.' }, promote: true };
    const made = await replicas[0]!.rest('POST', '/v1/agents', { key, body: agent });
    const told = await race(40, '/v1/runs', { agent_id: made.body.agent.id });
    expect(told).toEqual([...Array(free).fill(201), ...Array(40 - free).fill('concurrency_limit')]);
    expect(await inUse('runs')).toBe(LIVE_RUNS);
  });

  it(`let ${SANDBOXES} of sixty sandboxes be created that one user asks for at the same time`, async () => {
    const told = await race(60, '/v1/sandboxes', {});
    expect(told).toEqual([...Array(SANDBOXES).fill(201), ...Array(60 - SANDBOXES).fill('concurrency_limit')]);
    expect(await inUse('sandboxes')).toBe(SANDBOXES);
  });
});
