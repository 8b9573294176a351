import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { HostResolver } from '../../libs/public-api/src/webhooks/host-resolver';
import { AGENTS } from '../runs/support/runs-world';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { until } from '../support/until';

/** More than the pool has connections. */
const CALLS = 8;
const HOOK = 'https://hook.example.com/runs';

/** What takes its time, such as a look into the DNS, is done before the transaction of a call with a key. */
describe.each(DATABASES)('a call with a key that waits for the DNS, on $database', ({ embedded }) => {
  let test: TestApp;
  let asked: string[];
  let answer: (addresses: string[]) => void;

  beforeAll(async () => {
    test = await createTestApp({ embedded, alone: 'the DNS is held back in one process' });
  }, 180_000);
  afterAll(() => test.close());
  beforeEach(() => {
    asked = [];
    const answered = new Promise<string[]>((resolve) => (answer = resolve));
    test.get(HostResolver).addressesOf = (name) => {
      asked.push(name);
      return answered;
    };
  });

  // A test that failed must not leave the application waiting.
  afterEach(() => answer([]));

  const start = (key: string, body: object = {}) =>
    test.rest('POST', '/v1/runs', {
      key: test.world.acme.keys.member,
      body: { agent_id: AGENTS.supportTriage, webhook_url: HOOK, ...body },
      headers: { 'idempotency-key': key },
    });
  const countOf = async (query: ReturnType<typeof sql>): Promise<number> => {
    const result: unknown = await test.database.handle.execute(query);
    return Number((result as { rows: { count: unknown }[] }).rows[0]!.count);
  };
  const runs = () => countOf(sql`select count(*) from runs`);

  it('holds up nobody else, and has no transaction open', async () => {
    const before = await runs();
    const pending = Array.from({ length: CALLS }, () => start(randomUUID()));
    await until(async () => (asked.length === CALLS ? true : undefined));
    const others = await Promise.race([
      test.rest('POST', '/v1/agents', {
        key: test.world.acme.keys.owner,
        body: { name: `Agent ${randomUUID()}` },
        headers: { 'idempotency-key': randomUUID() },
      }),
      new Promise<never>((_, reject) => setTimeout(() => reject(new Error('It was held up.')), 3000)),
    ]).finally(() => answer(['9.9.9.9']));
    expect(others.status).toBe(201);
    const replies = await Promise.all(pending);
    expect(replies.map(({ status }) => status)).toEqual(Array(CALLS).fill(201));
    expect(await runs()).toBe(before + CALLS);
  });

  it('is answered again although the name is dead by then', async () => {
    const key = randomUUID();
    answer(['9.9.9.9']);
    const first = await start(key);
    test.get(HostResolver).addressesOf = async () => [];
    const second = await start(key);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(await start(key, { input: 'Another' })).toMatchObject({
      status: 409,
      body: { error: 'idempotency_conflict' },
    });
  });

  it('keeps no refusal: the key is free when the name is there', async () => {
    const key = randomUUID();
    answer([]);
    expect(await start(key)).toMatchObject({ status: 400, body: { error: 'webhook_url_not_allowed' } });
    test.get(HostResolver).addressesOf = async () => ['9.9.9.9'];
    expect((await start(key)).status).toBe(201);
  });

  it('says first what else is wrong with the request', async () => {
    answer([]);
    expect(await start(randomUUID(), { input: '' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request', details: [{ field: 'input' }] },
    });
    expect(asked).toEqual([]);
  });
});
