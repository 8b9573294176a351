import type { Role } from '@app/auth';
import { humanRequestsReply } from '../../libs/public-api/src/runs/human-requests.schemas';
import { ANSWERS, APPROVAL, bring, givenWaiting, QUESTION } from './support/drive';
import { AGENTS, expectError, givenAgent, startRun, UNKNOWN_ID, useRuns } from './support/runs-world';

const PATH = '/v1/human-requests';

describe('list_human_requests', () => {
  const world = useRuns();
  /** Requests and their runs by name, in the order in which they were made. */
  const requests: Record<string, string> = {};
  const runs: Record<string, string> = {};

  beforeAll(async () => {
    const manager = world.as('manager');
    const asksMember = { assigneeIds: [world.userId('member'), world.userId('owner')] };
    const make = async (
      name: string,
      ...args: Parameters<typeof givenWaiting> extends [any, ...infer R] ? R : []
    ) => {
      const { runId, requestId } = await givenWaiting(world, ...args);
      requests[name] = requestId;
      runs[name] = runId;
    };
    await make('of the manager', APPROVAL, manager);
    await make('of the member', QUESTION, world.as('member'));
    await make('of the agent of the builder', APPROVAL, manager, { agent_id: AGENTS.invoiceProcessor });
    await make('to the member', { ...QUESTION, ...asksMember }, manager);
    await make('answered', QUESTION, manager);
    await make('superseded', { ...APPROVAL, ...asksMember }, manager);
    await manager.post(`${PATH}/${requests.answered}/respond`, { ...ANSWERS, comment: 'Gladly' });
    await manager.post(`/v1/runs/${runs.superseded}/messages`, { message: 'Never mind' });
    const foreign = await givenAgent(world.stranger);
    await startRun(world.stranger, { agent_id: foreign });
  });

  /** @returns names of the requests listed, in order */
  async function listed(query: object = {}, role: Role = 'owner'): Promise<string[]> {
    const reply = await world.as(role).get(PATH, query);
    expect(reply).toMatchObject({ status: 200 });
    const parsed = humanRequestsReply.parse(reply.body);
    expect(parsed.total).toBe(parsed.human_requests.length);
    return parsed.human_requests.map(
      ({ id }) => Object.keys(requests).find((name) => requests[name] === id) ?? id,
    );
  }

  const PENDING = ['to the member', 'of the agent of the builder', 'of the member', 'of the manager'];

  describe('rows', () => {
    it.each([
      ['owner', PENDING],
      ['admin', PENDING],
      ['manager', PENDING],
      ['builder', ['of the agent of the builder']],
      ['member', ['to the member', 'of the member']],
    ] as const)('are the pending ones of runs that a %s may read, newest first', async (role, names) => {
      expect(await listed({}, role)).toEqual(names);
    });

    it('are as get_run shows them', async () => {
      const { body } = await world.as('owner').get(PATH, { run_id: runs['to the member'] });
      const single = await world.as('owner').get(`/v1/runs/${runs['to the member']}`);
      expect(body.human_requests).toEqual([single.body.pending_human_request]);
    });

    it('show the response', async () => {
      const { body } = await world.as('owner').get(PATH, { status: 'responded' });
      expect(body.human_requests).toMatchObject([
        {
          id: requests.answered,
          response: { approved: null, answers: ANSWERS.answers },
          comment: 'Gladly',
          responded_by: world.userId('manager'),
          responded_at: expect.any(String),
        },
      ]);
    });
  });

  describe('filters', () => {
    it.each([
      ['pending', PENDING],
      ['responded', ['answered']],
      ['cancelled', ['superseded']],
      ['expired', []],
    ] as const)('status %s', async (status, names) => {
      expect(await listed({ status })).toEqual(names);
    });

    it('run', async () => {
      expect(await listed({ run_id: runs['of the member'] })).toEqual(['of the member']);
      expect(await listed({ run_id: UNKNOWN_ID })).toEqual([]);
      expect(await listed({ run_id: runs['of the manager'] }, 'member')).toEqual([]);
    });

    it('assigned to me: those that name the caller, not those that the caller could answer besides', async () => {
      expect(await listed({ assigned_to_me: true }, 'member')).toEqual(['to the member']);
      expect(await listed({ assigned_to_me: true }, 'owner')).toEqual(['to the member']);
      expect(await listed({ assigned_to_me: true }, 'manager')).toEqual([]);
      expect(await listed({ assigned_to_me: false }, 'member')).toEqual(['to the member', 'of the member']);
      expect(await listed({ assigned_to_me: true, status: 'cancelled' }, 'member')).toEqual(['superseded']);
    });

    it('a run that asked the member stays readable when it goes on', async () => {
      const { body } = await world.as('member').get('/v1/runs');
      const ids = body.runs.map(({ id }: { id: string }) => id);
      expect(ids).toContain(runs.superseded);
      expect(ids).not.toContain(runs.answered);
    });
  });

  describe('paging', () => {
    it('has 20 rows by default and tells how many there are', async () => {
      expect((await world.as('owner').get(PATH)).body).toMatchObject({ total: 4, limit: 20, offset: 0 });
      const { body } = await world.as('owner').get(PATH, { limit: 1, offset: 1 });
      expect(body).toMatchObject({ total: 4, limit: 1, offset: 1 });
      expect(body.human_requests).toMatchObject([{ id: requests['of the agent of the builder'] }]);
    });
  });

  describe('400', () => {
    it.each([
      ['limit 101', { limit: 101 }, 'limit'],
      ['unknown status', { status: 'open' }, 'status'],
      ['run that is no id', { run_id: 'x' }, 'run_id'],
      ['assigned_to_me that is neither', { assigned_to_me: 'yes' }, 'assigned_to_me'],
      ['unknown parameter', { assignee: 'me' }, 'assignee'],
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
  });

  it('has nothing of a run that was stopped', async () => {
    const { runId } = await givenWaiting(world);
    await bring(world, runId, 'stopped');
    expect(await listed({ run_id: runId })).toEqual([]);
  });
});
