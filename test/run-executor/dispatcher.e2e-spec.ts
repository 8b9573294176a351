import { sql } from 'drizzle-orm';
import { Dispatcher } from '@app/run-executor';
import { demoId } from '@app/public-api';
import { ExecutorWorld } from './support/executor-world';

const BANK = demoId('connection', 'Bank portal');
const LIMIT = 8;

describe('the dispatcher', () => {
  let world: ExecutorWorld;
  beforeAll(async () => {
    // No worker: the test says when the dispatcher looks, and runs stay as it has left them.
    world = await ExecutorWorld.open({ RUN_WORKER: 'off', MAX_LIVE_RUNS_PER_TEAM: String(LIMIT) });
  });
  afterAll(() => world.close());
  afterEach(async () => {
    await world.force(sql`update cases set held = true where status = 'pending'`);
    await world.force(sql`update runs set status = 'stopped' where status = 'pending'`);
  });

  const tick = () => world.app.get(Dispatcher).tick();
  const consumer = (queueId: string, entry: object = {}, config: object = {}) =>
    world.agent({ consumes: [{ queue_id: queueId, ...entry }], ...config });
  const delegate = (queueId: string, case_ids: string[], agent_id: string, role?: 'manager' | 'admin') =>
    world.call('POST', `/v1/queues/${queueId}/cases/bulk-delegate`, { case_ids, agent_id }, role);
  const runsOf = async (caseId: string): Promise<any[]> =>
    (await world.call('GET', `/v1/cases/${caseId}/runs`)).runs;
  const states = async (ids: string[]): Promise<string[]> =>
    Promise.all(ids.map(async (id) => (await world.case(id)).status));

  it('starts a delegated case as whoever delegated it, once', async () => {
    const queueId = await world.queue();
    const agentId = await consumer(queueId);
    const [caseId] = await world.cases(queueId, 'Delegated');
    await delegate(queueId, [caseId!], agentId, 'manager');
    expect(await tick()).toBe(1);
    expect(await tick()).toBe(0);
    const runs = await runsOf(caseId!);
    expect(runs).toMatchObject([
      {
        agent_id: agentId,
        user_id: world.app.world.acme.userIds.manager,
        source: 'dispatcher',
        status: 'pending',
        input: null,
        case_id: caseId,
      },
    ]);
    expect(await world.case(caseId!)).toMatchObject({
      status: 'in_progress',
      claimed_by_run_id: runs[0].id,
      attempts: 1,
      history: ['created', 'delegated', 'claimed'],
    });
  });

  it('starts a retried case as whoever retried it, with the agent it had', async () => {
    const queueId = await world.queue();
    const agentId = await consumer(queueId);
    const [caseId] = await world.cases(queueId, 'Retried');
    await delegate(queueId, [caseId!], agentId, 'manager');
    await tick();
    await world.call('POST', `/v1/queues/${queueId}/cases/bulk-retry`, { case_ids: [caseId] }, 'admin');
    expect(await tick()).toBe(1);
    expect(await runsOf(caseId!)).toMatchObject([
      { status: 'pending', user_id: world.app.world.acme.userIds.admin, agent_id: agentId },
      { status: 'interrupted', user_id: world.app.world.acme.userIds.manager },
    ]);
  });

  it('leaves cases that nobody assigned where no consumer starts by itself', async () => {
    const queueId = await world.queue();
    await consumer(queueId);
    const ids = await world.cases(queueId, 'One', 'Two');
    expect(await tick()).toBe(0);
    expect(await states(ids)).toEqual(['pending', 'pending']);
  });

  it('starts as many as an agent may have of a queue, as whoever promoted it', async () => {
    const queueId = await world.queue();
    const agentId = await consumer(queueId, { auto_start: true, concurrency: 2 });
    const ids = await world.cases(queueId, 'One', 'Two', 'Three', 'Four', 'Five');
    // Several workers look at the same moment, again and again.
    for (let round = 0; round < 3; round += 1) await Promise.all([tick(), tick(), tick()]);
    expect(await states(ids)).toEqual(['in_progress', 'in_progress', 'pending', 'pending', 'pending']);
    const [run] = await runsOf(ids[0]!);
    expect(run).toMatchObject({ agent_id: agentId, user_id: world.app.world.acme.userIds.owner });
    // One of the two ends, so one more may start.
    await world.drive(run.id);
    expect(await tick()).toBe(1);
    expect(await states(ids)).toEqual(['failed', 'in_progress', 'in_progress', 'pending', 'pending']);
  });

  it('counts per agent and queue', async () => {
    const [first, second] = [await world.queue(), await world.queue()];
    const entry = { auto_start: true, concurrency: 1 };
    await world.agent({
      consumes: [first, second].map((queue_id) => ({ queue_id, ...entry })),
    });
    await consumer(first, entry);
    const ofFirst = await world.cases(first, 'One', 'Two', 'Three');
    const ofSecond = await world.cases(second, 'One', 'Two');
    expect(await tick()).toBe(3);
    expect(await states(ofFirst)).toEqual(['in_progress', 'in_progress', 'pending']);
    expect(await states(ofSecond)).toEqual(['in_progress', 'pending']);
  });

  it('takes cases in the order of agents: due postponed ones, then by priority, then the oldest', async () => {
    const queueId = await world.queue();
    await consumer(queueId, { auto_start: true, concurrency: 1 });
    const [low, normal, high, postponed, later] = await world.cases(queueId, 'L', 'N', 'H', 'P', 'Q');
    await world.force(sql`update cases set priority = 'low' where id = ${low}`);
    await world.force(sql`update cases set priority = 'high' where id = ${high}`);
    await world.force(
      sql`update cases set status = 'postponed', postponed_to = now() - interval '1 second' where id = ${postponed}`,
    );
    await world.force(
      sql`update cases set status = 'postponed', postponed_to = now() + interval '1 hour' where id = ${later}`,
    );
    const order: string[] = [];
    for (let n = 0; n < 5 && (await tick()) === 1; n += 1) {
      const all = [low, normal, high, postponed, later] as string[];
      const current = (await Promise.all(all.map((id) => world.case(id)))).find(
        ({ status }) => status === 'in_progress',
      );
      order.push(current.id);
      await world.drive(current.claimed_by_run_id);
    }
    expect(order).toEqual([postponed, high, normal, low]);
    expect(await states([later!])).toEqual(['postponed']);
  });

  it('leaves a case that a person stopped, until it is delegated', async () => {
    const queueId = await world.queue();
    const agentId = await consumer(queueId, { auto_start: true });
    const [caseId] = await world.cases(queueId, 'Stopped');
    await tick();
    const [run] = await runsOf(caseId!);
    await world.call('POST', `/v1/runs/${run.id}/stop`, {});
    expect(await tick()).toBe(0);
    expect(await world.case(caseId!)).toMatchObject({ status: 'pending', held: true });
    await delegate(queueId, [caseId!], agentId);
    expect(await tick()).toBe(1);
  });

  it('waits while the team has no place for a run, and goes on when it has', async () => {
    const queueId = await world.queue();
    const agentId = await consumer(queueId, { auto_start: true, concurrency: 20 });
    const live = (await world.call('GET', '/v1/limits')).concurrency.runs.in_use;
    const titles = Array.from({ length: LIMIT - live + 2 }, (_, n) => `Case ${n}`);
    const ids = await world.cases(queueId, ...titles);
    await delegate(queueId, ids.slice(0, 3), agentId);
    await Promise.all([tick(), tick()]);
    const started = async () => (await states(ids)).filter((status) => status === 'in_progress').length;
    expect(await started()).toBe(LIMIT - live);
    expect((await world.call('GET', '/v1/limits')).concurrency.runs).toEqual({ limit: LIMIT, in_use: LIMIT });
    expect(await tick()).toBe(0);
    const [run] = await runsOf(ids[0]!);
    await world.drive(run.id);
    expect(await tick()).toBe(1);
    expect(await started()).toBe(LIMIT - live);
  });

  it('starts a run that may not use a connection once: it fails with the reason, and so does the case', async () => {
    const queueId = await world.queue();
    const agentId = await consumer(queueId, { auto_start: true }, { connections: [BANK] });
    const live = sql`agent_id = ${agentId} and status = 'live'`;
    await world.force(
      sql`update revisions set promoted_by = ${world.app.world.acme.userIds.member} where ${live}`,
    );
    const [caseId] = await world.cases(queueId, 'Payment');
    expect(await tick()).toBe(1);
    const [run] = await runsOf(caseId!);
    await world.drive(run.id);
    const error = { code: 'connection_forbidden', message: `${BANK} (Bank portal) needs level use` };
    expect(await world.run(run.id)).toMatchObject({
      status: 'failed',
      error,
      started_at: expect.any(String),
    });
    expect(await world.case(caseId!)).toMatchObject({ status: 'failed', error, attempts: 1 });
    expect(await tick()).toBe(0);
    expect(await runsOf(caseId!)).toHaveLength(1);
  });

  it('is not held up by a case that cannot be dispatched', async () => {
    const [bad, good] = [await world.queue(), await world.queue()];
    const [badAgent, goodAgent] = [await consumer(bad), await consumer(good)];
    const [stuck] = await world.cases(bad, 'Stuck');
    const [fine] = await world.cases(good, 'Fine');
    await delegate(bad, [stuck!], badAgent);
    await delegate(good, [fine!], goodAgent);
    await world.force(sql`update revisions set status = 'historic' where agent_id = ${badAgent}`);
    expect(await tick()).toBe(1);
    expect(await states([stuck!, fine!])).toEqual(['pending', 'in_progress']);
  });
});

describe('a case from delegation to its end', () => {
  let world: ExecutorWorld;
  beforeAll(async () => {
    world = await ExecutorWorld.open();
  });
  afterAll(() => world.close());

  it('is dispatched and worked on by itself', async () => {
    const agent_id = await world.agentNamed('Invoice Processor');
    const queueId = demoId('queue', 'Incoming invoices');
    const { id } = await world.caseTitled(queueId, 'INV-1012');
    await world.call('POST', `/v1/queues/${queueId}/cases/bulk-delegate`, { case_ids: [id], agent_id });
    const [run] = await (async () => {
      for (let tries = 0; tries < 100; tries += 1) {
        const { runs } = await world.call('GET', `/v1/cases/${id}/runs`);
        if (runs.length > 0) return runs;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error('Nobody dispatched the case.');
    })();
    await world.reached(run.id, 'completed');
    expect(await world.case(id)).toMatchObject({
      status: 'completed',
      result: 'Invoice INV-1012 of Globex over 480 was posted for payment.',
      history: ['created', 'delegated', 'claimed', 'completed'],
    });
  });
});
