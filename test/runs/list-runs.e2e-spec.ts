import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Role } from '@app/auth';
import { CaseWork } from '@app/public-api';
import { runsReply } from '../../libs/public-api/src/runs/runs.schemas';
import { APPROVAL, begin, bring, complete, STATUSES } from './support/drive';
import {
  AGENTS,
  expectError,
  forceRun,
  givenAgent,
  rowOf,
  startRun,
  UNKNOWN_ID,
  useRuns,
} from './support/runs-world';

const PATH = '/v1/runs';

describe('list_runs', () => {
  const world = useRuns();
  /** Runs by name, in the order in which they were started. */
  const made: Record<string, string> = {};
  let queueId: string;

  beforeAll(async () => {
    const [manager, builder, member] = (['manager', 'builder', 'member'] as const).map(world.as);
    made.paid = await startRun(member!, { input: 'Alpha 50% off_er' });
    await complete(world, await begin(world, made.paid), 'Paid to Initech');
    made.builders = await startRun(builder!, { agent_id: AGENTS.supportTriage, input: 'Beta' });
    made.asking = await startRun(manager!, { agent_id: AGENTS.invoiceProcessor, input: 'Gamma' });
    await bring(world, made.asking, 'waiting', { ...APPROVAL, assigneeIds: [world.userId('member')] });
    made.stopped = await startRun(world.as('owner'), { input: 'Delta' });
    await bring(world, made.stopped, 'stopped');
    const tool = await world.app.mcp.call(
      'start_run',
      { agent_id: AGENTS.supportTriage, input: 'Epsilon' },
      { key: world.app.world.acme.keys.member },
    );
    made.byTool = tool.result.structuredContent.run.id;
    made.working = await startRun(manager!, { input: 'Zeta' });
    queueId = await claimCase(made.working);
    const foreignAgent = await givenAgent(world.stranger);
    await startRun(world.stranger, { agent_id: foreignAgent, input: 'Alpha of Globex' });
  });

  /** Has a run claim a case of a new queue. @returns id of the queue */
  async function claimCase(runId: string): Promise<string> {
    const manager = world.as('manager');
    const { body } = await manager.post('/v1/queues', { name: `Queue ${randomUUID()}` });
    const created = await manager.post(`/v1/queues/${body.queue.id}/cases`, { cases: [{ title: 'A case' }] });
    const caseId = created.body.cases[0].id as string;
    expect(await world.app.get(CaseWork).claim(world.teamId, { runId, caseId })).toBeDefined();
    return body.queue.id as string;
  }

  const nameOf = (id: string) => Object.keys(made).find((name) => made[name] === id) ?? id;

  /** @returns names of the runs listed, in order */
  async function listed(query: object = {}, role: Role = 'owner'): Promise<string[]> {
    const reply = await world.as(role).get(PATH, query);
    expect(reply).toMatchObject({ status: 200 });
    const { runs, total } = runsReply.parse(reply.body);
    expect(total).toBe(runs.length);
    return runs.map(({ id }) => nameOf(id));
  }

  const ALL = ['working', 'byTool', 'stopped', 'asking', 'builders', 'paid'];

  describe('rows', () => {
    it.each([
      ['owner', ALL],
      ['admin', ALL],
      ['manager', ALL],
      // Own runs and those of the own agent Invoice Processor.
      ['builder', ['asking', 'builders']],
      // Own runs and the one that asks the member.
      ['member', ['byTool', 'asking', 'paid']],
    ] as const)('are those that a %s may read, newest first', async (role, names) => {
      expect(await listed({}, role)).toEqual(names);
    });

    it('tell their case', async () => {
      const { body } = await world.as('owner').get(PATH, { queue_id: queueId });
      const [row] = body.runs;
      expect(row).toMatchObject({ case_id: expect.any(String) });
      expect(row.case_id).toBe((await rowOf(world, 'runs', row.id)).case_id);
    });

    it('are as get_run shows them', async () => {
      const { body } = await world.as('owner').get(PATH, { search: 'Initech' });
      const single = await world.as('owner').get(`${PATH}/${made.paid}`);
      expect(body.runs).toEqual([single.body.run]);
    });
  });

  describe('filters', () => {
    it.each([
      ['one status', { status: 'completed' }, ['paid']],
      ['several', { status: ['completed', 'waiting'] }, ['asking', 'paid']],
      [
        'live ones',
        { status: ['pending', 'starting', 'running', 'waiting'] },
        ['working', 'byTool', 'asking', 'builders'],
      ],
      ['one that no run has', { status: 'failed' }, []],
      ['agent', { agent_id: AGENTS.invoiceProcessor }, ['asking']],
      ['source', { source: 'mcp' }, ['byTool']],
      ['source without runs', { source: 'dispatcher' }, []],
      ['unknown agent', { agent_id: UNKNOWN_ID }, []],
      ['search in the input', { search: 'gamma' }, ['asking']],
      ['search in the result', { search: 'initech' }, ['paid']],
      ['search in the name of the agent', { search: 'voice proc' }, ['asking']],
      ['a percent sign as it stands', { search: '0% off' }, ['paid']],
      ['an underscore as it stands', { search: 'off_er' }, ['paid']],
      ['no wildcard', { search: 'a%a' }, []],
      [
        'together',
        { status: ['pending', 'completed'], search: 'a', source: 'api' },
        ['working', 'builders', 'paid'],
      ],
    ])('%s', async (_, query, names) => {
      expect(await listed(query)).toEqual(names);
    });

    it('person', async () => {
      expect(await listed({ user_id: world.userId('member') })).toEqual(['byTool', 'paid']);
      expect(await listed({ user_id: world.userId('viewer') })).toEqual([]);
    });

    it('queue, also when the run has ended', async () => {
      expect(await listed({ queue_id: queueId })).toEqual(['working']);
      expect(await listed({ queue_id: UNKNOWN_ID })).toEqual([]);
    });

    it('never reach beyond what the caller may read', async () => {
      expect(await listed({ user_id: world.userId('manager') }, 'member')).toEqual(['asking']);
      expect(await listed({ queue_id: queueId }, 'builder')).toEqual([]);
      expect(await listed({ search: 'Globex' }, 'owner')).toEqual([]);
    });

    it('since counts what changed at that very moment too, and nothing before it', async () => {
      await forceRun(world, made.builders!, sql`updated_at = '2031-05-01T10:00:00.250Z'`);
      expect(await listed({ since: '2031-05-01T10:00:00.250Z' })).toEqual(['builders']);
      expect(await listed({ since: '2031-05-01T10:00:00.251Z' })).toEqual([]);
      await forceRun(world, made.builders!, sql`updated_at = created_at`);
    });

    it('since finds a run again that got a message, as everything that happens changes it', async () => {
      const { body } = await world.as('owner').get(`${PATH}/${made.byTool}`);
      const moment = new Date(Date.parse(body.run.updated_at as string) + 1).toISOString();
      expect(await listed({ since: moment, user_id: world.userId('member') })).toEqual([]);
      await world.as('member').post(`${PATH}/${made.byTool}/messages`, { message: 'Hello?' });
      expect(await listed({ since: moment, user_id: world.userId('member') })).toEqual(['byTool']);
    });
  });

  describe('order', () => {
    it('is by creation, either way', async () => {
      expect(await listed({ sort_order: 'asc' })).toEqual([...ALL].reverse());
      expect(await listed({ sort_by: 'created_at', sort_order: 'desc' })).toEqual(ALL);
    });

    it('is by the last change, either way', async () => {
      await world.as('owner').post(`${PATH}/${made.builders}/messages`, { message: 'Hello?' });
      const [latest] = await listed({ sort_by: 'updated_at' });
      expect(latest).toBe('builders');
      const oldestFirst = await listed({ sort_by: 'updated_at', sort_order: 'asc' });
      expect(oldestFirst).toEqual((await listed({ sort_by: 'updated_at' })).reverse());
    });

    it('is by id where times are equal, so that pages neither repeat nor lose a run', async () => {
      await world.app.database.handle.execute(sql`update runs set created_at = '2030-01-01T00:00:00Z'`);
      const pages = await Promise.all(
        [0, 2, 4].map((offset) => world.as('owner').get(PATH, { limit: 2, offset })),
      );
      const ids = pages.flatMap(({ body }) => body.runs.map(({ id }: { id: string }) => id));
      expect(ids).toEqual(Object.values(made).sort().reverse());
    });
  });

  describe('paging', () => {
    it('tells how many there are in all', async () => {
      const { body } = await world.as('owner').get(PATH, { limit: 2, offset: 3 });
      expect(body).toMatchObject({ total: 6, limit: 2, offset: 3 });
      expect(body.runs).toHaveLength(2);
    });

    it('has 20 rows by default, and none beyond the end', async () => {
      expect((await world.as('owner').get(PATH)).body).toMatchObject({ limit: 20, offset: 0, total: 6 });
      expect((await world.as('owner').get(PATH, { offset: 6 })).body).toMatchObject({ runs: [], total: 6 });
    });
  });

  describe('400', () => {
    it.each([
      ['limit 0', { limit: 0 }, 'limit'],
      ['limit 101', { limit: 101 }, 'limit'],
      ['negative offset', { offset: -1 }, 'offset'],
      ['status that is none', { status: 'done' }, 'status.0'],
      ['one wrong status of two', { status: ['pending', 'done'] }, 'status.1'],
      ['agent that is no id', { agent_id: 'x' }, 'agent_id'],
      ['person that is no id', { user_id: 'x' }, 'user_id'],
      ['queue that is no id', { queue_id: 'x' }, 'queue_id'],
      ['unknown source', { source: 'email' }, 'source'],
      ['search of 201 characters', { search: 'x'.repeat(201) }, 'search'],
      ['time without zone', { since: '2026-01-01T00:00:00' }, 'since'],
      ['day that the calendar lacks', { since: '2026-02-30T00:00:00Z' }, 'since'],
      ['unknown order', { sort_by: 'status' }, 'sort_by'],
      ['unknown direction', { sort_order: 'up' }, 'sort_order'],
      ['unknown parameter', { state: 'pending' }, 'state'],
    ])('%s', async (_, query, field) => {
      expectError(await world.as('owner').get(PATH, query), 400, 'invalid_request', [field]);
    });
  });

  describe('401 and 403', () => {
    it('requires a credential', async () => {
      expectError(await world.anonymous.get(PATH), 401, 'invalid_token');
    });

    it('refuses a viewer', async () => {
      expectError(await world.as('viewer').get(PATH), 403, 'forbidden');
    });

    it('is for a key that may only read', async () => {
      expect((await world.readOnly.get(PATH)).status).toBe(200);
    });
  });

  it('knows every status as a filter', async () => {
    expect((await world.as('owner').get(PATH, { status: STATUSES })).body.total).toBe(6);
  });
});
