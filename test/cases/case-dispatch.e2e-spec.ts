import { sql } from 'drizzle-orm';
import { CaseDispatch } from '../../libs/public-api/src/cases';
import {
  forceCase,
  givenCase,
  givenCases,
  givenConsumer,
  givenQueue,
  givenWorkedOn,
  useCases,
} from './support/cases-world';

describe('what waits to be dispatched', () => {
  const world = useCases({ MAX_LIVE_RUNS_PER_TEAM: '1000' });
  const dispatch = () => world.app.get(CaseDispatch);
  let queueId: string;
  let agentId: string;
  beforeEach(async () => {
    await world.app.database.handle.execute(sql`truncate cases cascade`);
    queueId = await givenQueue(world);
    agentId = await givenConsumer(world, queueId);
  });
  const assign = (id: string, columns: object = {}) =>
    forceCase(world, id, { assigned_agent_id: agentId, assigned_by: world.userId('admin'), ...columns });

  /** States in which nothing is to be started. */
  const RESTING = [
    ['held', { held: true }],
    ['postponed', { status: 'postponed', postponed_to: '2099-01-01T00:00:00Z' }],
    ['completed', { status: 'completed' }],
    ['failed', { status: 'failed' }],
  ] as const;

  describe('cases with an agent', () => {
    it('are given with the agent and the person as whom it acts, in the order of claims', async () => {
      const [later, urgent, due] = await givenCases(world, queueId, [
        { title: 'later' },
        { title: 'urgent', priority: 'high' },
        { title: 'due' },
      ]);
      for (const { id } of [later, urgent]) await assign(id);
      await assign(due.id, { status: 'postponed', postponed_to: '2020-01-01T00:00:00Z' });
      await givenCase(world, queueId);
      const found = await dispatch().assigned(10);
      expect(found.map(({ id }) => id)).toEqual([due.id, urgent.id, later.id]);
      expect(found[0]).toEqual({
        teamId: world.teamId,
        id: due.id,
        queueId,
        assignedAgentId: agentId,
        assignedBy: world.userId('admin'),
      });
    });

    it.each(RESTING)('are left out when %s', async (_, columns) => {
      const id = await givenCase(world, queueId);
      await assign(id, columns);
      expect(await dispatch().assigned(10)).toEqual([]);
    });

    it('are left out while a run works on them', async () => {
      const { caseId } = await givenWorkedOn(world, { queueId, agentId });
      await assign(caseId);
      expect(await dispatch().assigned(10)).toEqual([]);
    });

    it('come from all teams in turn', async () => {
      const ours = await givenCases(world, queueId, Array(5).fill({ title: 'ours' }));
      for (const { id } of ours) await assign(id);
      const { stranger } = world;
      const theirQueue = await givenQueue(world, stranger);
      const { body } = await stranger.post(`/v1/queues/${theirQueue}/cases`, {
        cases: [{ title: 'theirs' }],
      });
      const agent = await stranger.post('/v1/agents', { name: 'Theirs', config: { instructions: 'x' } });
      await forceCase(world, body.cases[0].id, {
        assigned_agent_id: agent.body.agent.id,
        assigned_by: world.app.world.globex.ownerId,
      });
      const teams = (await dispatch().assigned(2)).map(({ teamId }) => teamId);
      expect(new Set(teams)).toEqual(new Set([world.teamId, world.app.world.globex.teamId]));
    });
  });

  describe('cases without an agent', () => {
    it('are given per queue, in the order of claims', async () => {
      const [first, urgent, assigned] = await givenCases(world, queueId, [
        { title: 'first' },
        { title: 'urgent', priority: 'high' },
        { title: 'assigned' },
      ]);
      await assign(assigned.id);
      const other = await givenQueue(world);
      await givenCase(world, other);
      await givenQueue(world);
      expect(await dispatch().teamsWithUnassigned()).toEqual([
        { teamId: world.teamId, queueIds: [queueId, other].sort() },
      ]);
      const found = await dispatch().unassigned(world.teamId, queueId, 10);
      expect(found).toEqual([urgent, first].map(({ id }) => ({ teamId: world.teamId, id, queueId })));
      expect(await dispatch().unassigned(world.teamId, queueId, 1)).toHaveLength(1);
      expect(await dispatch().unassigned(world.app.world.globex.teamId, queueId, 10)).toEqual([]);
    });

    it.each(RESTING)('are left out when %s', async (_, columns) => {
      await forceCase(world, await givenCase(world, queueId), columns);
      expect(await dispatch().unassigned(world.teamId, queueId, 10)).toEqual([]);
      expect(await dispatch().teamsWithUnassigned()).toEqual([]);
    });
  });

  it('counts the cases of a queue on which runs of an agent work', async () => {
    const other = await givenConsumer(world, queueId);
    const otherQueue = await givenQueue(world);
    await givenWorkedOn(world, { queueId, agentId });
    const { caseId, runId } = await givenWorkedOn(world, { queueId, agentId });
    await givenWorkedOn(world, { queueId, agentId: other });
    await givenWorkedOn(world, { queueId: otherQueue, agentId });
    const counted = async (...queueIds: string[]) => {
      const counts = await dispatch().claimed(world.teamId, queueIds);
      return new Map(counts.map((claim) => [`${claim.queueId} ${claim.agentId}`, claim.count]));
    };
    const ours: [string, number][] = [
      [`${queueId} ${agentId}`, 2],
      [`${queueId} ${other}`, 1],
    ];
    expect(await counted(queueId)).toEqual(new Map(ours));
    expect(await counted(queueId, otherQueue)).toEqual(new Map([...ours, [`${otherQueue} ${agentId}`, 1]]));
    expect(await dispatch().claimed(world.app.world.globex.teamId, [queueId])).toEqual([]);
    await world.work.complete(world.teamId, runId, { caseId, result: null });
    expect((await counted(queueId)).get(`${queueId} ${agentId}`)).toBe(1);
  });
});
