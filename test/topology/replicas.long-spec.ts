import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { mcpClient } from '../support/mcp-client';
import { restClient } from '../support/rest-client';
import { until } from '../support/until';
import { ensureBuild } from '../robustness/support/server-process';
import { SERVED_BY } from './balancer.cjs';
import { Topology } from './topology.cjs';
import type { ProductProcess } from './topology.cjs';

/** A change may take so long to reach every replica, in milliseconds. */
const LIMIT_MS = 1000;
/** And so long if the message is lost: what a replica remembers of a credential. */
const REMEMBERED_MS = 5000;
const RECOVERY_MS = 5000;
const TIME_LIMIT = 120_000;
const POLL_MS = 20;
const UNLIMITED = ['api', 'api_user', 'api_team', 'unauthenticated']
  .map((bucket) => `${bucket}=100000/60`)
  .join(',');

interface Seen {
  /** When the request was sent, Unix time in milliseconds. */
  readonly at: number;
  readonly status: number;
  /** `x-ratelimit-limit` of the reply. */
  readonly limit: string | null;
}

/** Asks one replica again and again. */
class Poll {
  readonly seen: Seen[] = [];
  private stopped = false;
  private readonly done: Promise<void>;

  constructor(
    private readonly replica: ProductProcess,
    private readonly key: string,
  ) {
    this.done = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.done;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const at = Date.now();
      const { status, headers } = await restClient(this.replica.url)('GET', '/v1/profile', { key: this.key });
      this.seen.push({ at, status, limit: headers.get('x-ratelimit-limit') });
      await sleep(POLL_MS);
    }
  }
}

describe('three replicas behind a balancer, and two workers', () => {
  let topology: Topology;
  let owner: string;
  const on = (replica: ProductProcess | undefined) => restClient(replica?.url ?? '');

  beforeAll(async () => {
    ensureBuild();
    const env = { RATE_LIMITS: UNLIMITED, RUN_STEP_DELAY_MS: '0' };
    topology = await Topology.start({ env, logLevel: 'warn' });
    owner = topology.ownerKey;
  }, TIME_LIMIT);
  afterAll(() => topology?.stop());

  /** Polls all replicas while `change` is made. @returns what each has seen */
  async function watched(key: string, isThere: (seen: Seen) => boolean, change: () => Promise<unknown>) {
    const polls = topology.replicas.map((replica) => new Poll(replica, key));
    const arrived = (poll: Poll) => until(async () => poll.seen.some(isThere) || undefined, LIMIT_MS * 10);
    await until(async () => polls.every(({ seen }) => seen.length > 2) || undefined);
    const result = await change();
    await Promise.all(polls.map(arrived));
    await Promise.all(polls.map((poll) => poll.stop()));
    return { result: result as any, seen: polls.map((poll) => poll.seen) };
  }

  it.each(['modern', 'legacy'] as const)('serve %s tool calls in turn, without a session', async (era) => {
    const names: (string | null)[] = [];
    for (let call = 0; call < 9; call += 1) {
      const reply = await mcpClient(topology.url).call('list_agents', { limit: 1 }, { key: owner, era });
      expect(reply.result.structuredContent.agents).toHaveLength(1);
      names.push(reply.headers.get(SERVED_BY));
    }
    for (const { name } of topology.replicas)
      expect(names.filter((served) => served === name)).toHaveLength(3);
  });

  it('do a write once, whichever of them it is repeated at', async () => {
    const write = { key: owner, headers: { 'idempotency-key': 'three times' }, body: { name: 'Once' } };
    const replies = await Promise.all(
      topology.replicas.map((replica) => on(replica)('POST', '/v1/agents', write)),
    );
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(replies.map(({ body }) => body.agent.id)).size).toBe(1);
    for (const replica of topology.replicas) {
      const { body } = await on(replica)('GET', '/v1/agents?search=Once', { key: owner });
      expect(body.total).toBe(1);
    }
  });

  it('tell of a run that one started and a worker executed', async () => {
    const [first, second, third] = topology.replicas;
    const agent = { name: 'Echo', config: { instructions: 'Repeat.' }, promote: true };
    const made = await on(first)('POST', '/v1/agents', { key: owner, body: agent });
    const body = { agent_id: made.body.agent.id, input: 'hello' };
    const { body: started } = await on(second)('POST', '/v1/runs', { key: owner, body });
    const ended = await until(async () => {
      const reply = await on(third)('GET', `/v1/runs/${started.run.id}`, { key: owner });
      return reply.body.run.status === 'completed' ? reply.body.run : undefined;
    });
    expect(ended).toMatchObject({ result: expect.stringContaining('hello') });
  });

  it('refuse a revoked key within a second, all of them', async () => {
    const { id, key } = await topology.createKey({ name: 'short-lived' });
    const { result, seen } = await watched(
      key,
      ({ status }) => status === 401,
      () => topology.command('keys', 'revoke', id),
    );
    const revokedAt = Date.parse(result.revoked_at);
    for (const replies of seen) {
      const accepted = replies.filter(({ status }) => status === 200);
      expect(accepted.length).toBeGreaterThan(0);
      expect(Math.max(...accepted.map(({ at }) => at)) - revokedAt).toBeLessThan(LIMIT_MS);
      // Once refused, refused for good.
      const since = replies.findIndex(({ status }) => status === 401);
      expect(replies.slice(since).every(({ status }) => status === 401)).toBe(true);
    }
  });

  it('put a rule and its change in force within a second, all of them', async () => {
    const { id, key } = await topology.createKey({ name: 'ruled' });
    const written = (limit: number) =>
      committed(topology, 'select 1 from rate_limit_rules where subject_id = $1 and "limit" = $2', [
        id,
        limit,
      ]);
    const team = ['--team', 'Acme'];
    const rule = [...team, '--subject', 'api_key', '--of', id, '--bucket', 'api'];
    const put = async (limit: number, change: () => Promise<unknown>) => {
      const since = written(limit);
      const inForce = (seen: Seen) => seen.limit === String(limit);
      const { result, seen } = await watched(key, inForce, change);
      expectInForce(seen, String(limit), await since);
      return result;
    };
    const { id: ruleId } = await put(77777, () =>
      topology.command('limits', 'add', ...rule, '--rate', '77777/60'),
    );
    await put(55555, () =>
      topology.command('limits', 'change', ...team, '--rule', ruleId, '--rate', '55555/60'),
    );
  });

  it(
    'refuse a revoked key within five seconds even while Redis is gone, and share limits again when it is back',
    async () => {
      const { id, key } = await topology.createKey({ name: 'short-lived too' });
      await topology.redis.kill();
      const { result, seen } = await watched(
        key,
        ({ status }) => status === 401,
        () => topology.command('keys', 'revoke', id),
      );
      const revokedAt = Date.parse(result.revoked_at);
      for (const replies of seen) {
        expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200, 401]));
        const accepted = replies.filter(({ status }) => status === 200);
        expect(Math.max(...accepted.map(({ at }) => at)) - revokedAt).toBeLessThan(REMEMBERED_MS);
      }
      await topology.redis.restart();
      expect(await topology.untilWhole(RECOVERY_MS)).toBe(true);
    },
    TIME_LIMIT,
  );

  it('have met nothing worth a warning but the settings and Redis', () => {
    const processes = [...topology.replicas, ...topology.workers];
    const told = processes.flatMap(({ warnings }) => warnings.filter((line) => line.grade === undefined));
    expect(told.filter(({ msg }) => !/Redis/.test(msg))).toEqual([]);
  });
});

/** Asks the database until it sees a row. @returns when it did, Unix time in milliseconds */
async function committed(topology: Topology, query: string, values: readonly unknown[]): Promise<number> {
  const client = new Client({ connectionString: topology.env.DATABASE_URL });
  await client.connect();
  const isThere = async () => ((await client.query(query, [...values])).rowCount ? Date.now() : undefined);
  try {
    return await until(isThere, TIME_LIMIT);
  } finally {
    await client.end();
  }
}

/** @param since when the change was committed, Unix time in milliseconds */
function expectInForce(seen: readonly Seen[][], limit: string, since: number): void {
  expect(since).toBeGreaterThan(0);
  for (const replies of seen) {
    const old = replies.filter((reply) => reply.limit !== limit);
    expect(old.length).toBeGreaterThan(0);
    expect(Math.max(...old.map(({ at }) => at)) - since).toBeLessThan(LIMIT_MS);
  }
}
