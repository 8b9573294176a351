import { runsReply } from '../../libs/public-api/src/runs';
import {
  drive,
  expectError,
  expectSameNotFound,
  givenCase,
  givenConsumer,
  givenQueue,
  givenRun,
  UNKNOWN_ID,
  useCases,
} from './support/cases-world';

describe('GET /v1/cases/{case_id}/runs', () => {
  const world = useCases();
  let queueId: string;
  let agentId: string;
  let ofBuilder: string;
  beforeAll(async () => {
    queueId = await givenQueue(world);
    agentId = await givenConsumer(world, queueId);
    ofBuilder = await givenConsumer(world, queueId, { by: 'builder' });
  });

  /** Runs of the manager, of the member, and of the manager with the builder's agent: one after another. */
  const givenHistory = async () => {
    const caseId = await givenCase(world, queueId);
    const runIds: string[] = [];
    for (const [agent, by] of [
      [agentId, 'manager'],
      [agentId, 'member'],
      [ofBuilder, 'manager'],
    ] as const) {
      const { id } = await givenRun(world, agent, by);
      expect(await world.work.claim(world.teamId, { runId: id, caseId })).toBeDefined();
      await drive(world, id, 'interrupt');
      runIds.push(id);
    }
    return { caseId, runIds };
  };
  const list = async (
    caseId: string,
    role: 'owner' | 'builder' | 'member' | 'viewer',
    query: object = {},
  ) => {
    const reply = await world.as(role).get(`/v1/cases/${caseId}/runs`, query);
    expect(reply.status).toBe(200);
    return runsReply.parse(reply.body);
  };

  it('lists the runs that worked on the case, newest first, in pages', async () => {
    const { caseId, runIds } = await givenHistory();
    const { runs, ...page } = await list(caseId, 'owner');
    expect(page).toEqual({ total: 3, limit: 20, offset: 0 });
    expect(runs.map(({ id }) => id)).toEqual([...runIds].reverse());
    expect(runs[0]).toMatchObject({ case_id: caseId, status: 'interrupted', agent_id: ofBuilder });
    expect(await list(caseId, 'owner', { limit: 1, offset: 2 })).toMatchObject({
      runs: [{ id: runIds[0] }],
      total: 3,
    });
    expect(await list(await givenCase(world, queueId), 'owner')).toMatchObject({ runs: [], total: 0 });
  });

  it('shows and counts only runs that the caller may read, although everybody may read the case', async () => {
    const { caseId, runIds } = await givenHistory();
    const idsFor = async (role: 'builder' | 'member' | 'viewer') => {
      const { runs, total } = await list(caseId, role);
      expect(total).toBe(runs.length);
      return runs.map(({ id }) => id);
    };
    expect(await idsFor('member')).toEqual([runIds[1]]);
    expect(await idsFor('builder')).toEqual([runIds[2]]);
    expect(await idsFor('viewer')).toEqual([]);
  });

  it.each([
    ['limit', 51],
    ['limit', 0],
    ['status', 'completed'],
  ])('refuses %s=%s', async (field, value) => {
    const reply = await world.as('owner').get(`/v1/cases/${UNKNOWN_ID}/runs`, { [field]: value });
    expectError(reply, 400, 'invalid_request', [field]);
  });

  it('requires a credential', async () => {
    expectError(await world.anonymous.get(`/v1/cases/${UNKNOWN_ID}/runs`), 401, 'invalid_token');
  });

  it('knows no case of another team', async () => {
    const id = await givenCase(world, queueId);
    expectSameNotFound(
      await world.stranger.get(`/v1/cases/${id}/runs`),
      await world.stranger.get(`/v1/cases/${UNKNOWN_ID}/runs`),
    );
  });
});
