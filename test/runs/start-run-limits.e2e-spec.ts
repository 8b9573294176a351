import { sql } from 'drizzle-orm';
import { bring, givenRun, STATUSES } from './support/drive';
import { AGENTS, expectError, givenAgent, rows, startRun, useRuns } from './support/runs-world';

const PATH = '/v1/runs';

describe('the bucket start_run', () => {
  const world = useRuns({ RATE_LIMITS: 'start_run=1/600' });

  it('counts on top of api, and refuses a tool call as a result', async () => {
    const body = { agent_id: AGENTS.supportTriage };
    await startRun(world.as('member'));
    const refused = await world.as('member').post(PATH, body);
    expectError(refused, 429, 'rate_limited', ['bucket']);
    expect(refused.body.details[0].code).toBe('start_run');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const tool = await world.app.mcp.call('start_run', body, { key: world.app.world.acme.keys.member });
    expect(tool.status).toBe(200);
    expect(tool.result).toMatchObject({ isError: true, structuredContent: { error: 'rate_limited' } });
  });

  it('counts per credential', async () => {
    await startRun(world.as('builder'));
  });
});

describe('concurrency_limit', () => {
  const world = useRuns({ MAX_LIVE_RUNS_PER_TEAM: '3' });
  const start = (by = world.as('member'), headers = {}) =>
    by.post(PATH, { agent_id: AGENTS.supportTriage }, headers);
  const live = async (): Promise<number> =>
    (await world.as('owner').get('/v1/limits')).body.concurrency.runs.in_use;

  beforeEach(() =>
    world.app.database.handle.execute(sql`truncate runs, human_requests, run_messages cascade`),
  );

  it('refuses a fourth live run and says when to try again', async () => {
    for (const role of ['member', 'builder', 'owner'] as const) await startRun(world.as(role));
    const reply = await start(world.as('manager'));
    expectError(reply, 429, 'concurrency_limit');
    expect(reply.headers.get('retry-after')).toBe('10');
    expect(reply.body.message).toContain('3 live runs');
  });

  it('says the same of a tool call, as a result', async () => {
    for (let count = 0; count < 3; count += 1) await startRun(world.as('member'));
    const { status, result } = await world.app.mcp.call(
      'start_run',
      { agent_id: AGENTS.supportTriage },
      { key: world.app.world.acme.keys.member },
    );
    expect(status).toBe(200);
    expect(result).toMatchObject({
      isError: true,
      structuredContent: { error: 'concurrency_limit', status: 429, retryable: true, retryAfterMs: 10_000 },
    });
  });

  it.each(STATUSES)('%s: counts if it is live', async (status) => {
    await givenRun(world, status);
    expect(await live()).toBe(['pending', 'starting', 'running', 'waiting'].includes(status) ? 1 : 0);
  });

  it('lets exactly three of ten pass that start at the same time', async () => {
    const replies = await Promise.all(Array.from({ length: 10 }, () => start()));
    const told = replies.map(({ status, body }) => body.error ?? status).sort();
    expect(told).toEqual([...Array(3).fill(201), ...Array(7).fill('concurrency_limit')]);
    expect(await live()).toBe(3);
    const [counted] = await rows(world.app, sql`select count(*)::int as runs from runs`);
    expect(counted).toEqual({ runs: 3 });
  });

  it('lets exactly three of ten pass that carry idempotency keys', async () => {
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        start(world.as('member'), { 'idempotency-key': `limit-${index}` }),
      ),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(await live()).toBe(3);
  });

  it('has a place again as soon as a run ends', async () => {
    const first = await startRun(world.as('member'));
    for (let count = 0; count < 2; count += 1) await startRun(world.as('member'));
    expectError(await start(), 429, 'concurrency_limit');
    await bring(world, first, 'failed');
    expect((await start()).status).toBe(201);
  });

  it('counts each team for itself', async () => {
    const agentId = await givenAgent(world.stranger);
    for (let count = 0; count < 3; count += 1) await startRun(world.as('member'));
    await startRun(world.stranger, { agent_id: agentId });
    expect(await live()).toBe(3);
  });

  it('holds for a message that resumes a run, but not for one to a live run', async () => {
    const ended = await givenRun(world, 'completed');
    const running = await startRun(world.as('manager'));
    for (let count = 0; count < 2; count += 1) await startRun(world.as('manager'));
    const post = (id: string) => world.as('manager').post(`/v1/runs/${id}/messages`, { message: 'Go on' });
    const refused = await post(ended);
    expectError(refused, 429, 'concurrency_limit');
    expect(refused.headers.get('retry-after')).toBe('10');
    expect((await post(running)).status).toBe(201);
    await bring(world, running, 'stopped');
    expect((await post(ended)).body.run).toMatchObject({ id: ended, status: 'pending' });
    expect(await live()).toBe(3);
  });

  it('lets every message through that comes while one of them takes the last place', async () => {
    const ended = await givenRun(world, 'completed');
    await startRun(world.as('manager'));
    await startRun(world.as('manager'));
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        world.as('manager').post(`/v1/runs/${ended}/messages`, { message: `Message ${index}` }),
      ),
    );
    expect(replies.map(({ status, body }) => body.error ?? status)).toEqual(Array(10).fill(201));
    expect(await live()).toBe(3);
  });

  it('resumes three of ten runs at the same time', async () => {
    const ended: string[] = [];
    for (let count = 0; count < 10; count += 1) ended.push(await givenRun(world, 'completed'));
    const replies = await Promise.all(
      ended.map((id) => world.as('manager').post(`/v1/runs/${id}/messages`, { message: 'Go on' })),
    );
    const told = replies.map(({ status, body }) => body.error ?? status).sort();
    expect(told).toEqual([...Array(3).fill(201), ...Array(7).fill('concurrency_limit')]);
    expect(await live()).toBe(3);
  });
});
