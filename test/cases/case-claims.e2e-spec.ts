import { sql } from 'drizzle-orm';
import {
  drive,
  forceCase,
  givenCase,
  givenCases,
  givenConsumer,
  givenQueue,
  givenRun,
  seen,
  useCases,
} from './support/cases-world';

describe('claiming cases', () => {
  const world = useCases({ MAX_LIVE_RUNS_PER_TEAM: '1000', DATABASE_POOL_SIZE: '20' });
  let queueId: string;
  let agentId: string;
  beforeEach(async () => {
    queueId = await givenQueue(world);
    agentId = await givenConsumer(world, queueId);
  });
  const claimNext = async (queueIds: readonly string[] = [queueId]) => {
    const { id: runId } = await givenRun(world, agentId);
    return world.work.claimNext(world.teamId, { runId, queueIds });
  };
  const drain = async () => {
    const titles: string[] = [];
    for (let next = await claimNext(); next; next = await claimNext()) titles.push(next.title);
    return titles;
  };

  describe('next', () => {
    it('takes due postponed cases first, then by priority, then the oldest, then in the order given', async () => {
      const [low, first, second, high, due, dueHigh] = await givenCases(world, queueId, [
        { title: 'low', priority: 'low' },
        { title: 'first' },
        { title: 'second' },
        { title: 'high', priority: 'high' },
        { title: 'due' },
        { title: 'due high', priority: 'high' },
      ]);
      await givenCase(world, queueId, { title: 'later' });
      const oldest = await givenCase(world, queueId, { title: 'oldest' });
      await forceCase(world, oldest, { created_at: '2020-01-01T00:00:00Z' });
      for (const { id } of [due, dueHigh])
        await forceCase(world, id, { status: 'postponed', postponed_to: '2020-01-01T00:00:00Z' });
      expect([low, first, second, high].every(({ id }) => id)).toBe(true);
      expect(await drain()).toEqual(['due high', 'due', 'high', 'oldest', 'first', 'second', 'later', 'low']);
    });

    it('passes over what is held, postponed, closed, of another agent or queue', async () => {
      const other = await givenConsumer(world, queueId);
      const [held, postponed, completed, failed, others, mine] = await givenCases(
        world,
        queueId,
        ['held', 'postponed', 'completed', 'failed', 'others', 'mine'].map((title) => ({ title })),
      );
      await forceCase(world, held.id, { held: true });
      await forceCase(world, postponed.id, { status: 'postponed', postponed_to: '2099-01-01T00:00:00Z' });
      await forceCase(world, completed.id, { status: 'completed' });
      await forceCase(world, failed.id, { status: 'failed' });
      await forceCase(world, others.id, { assigned_agent_id: other });
      await forceCase(world, mine.id, { assigned_agent_id: agentId });
      await givenCase(world, await givenQueue(world), { title: 'elsewhere' });
      expect(await drain()).toEqual(['mine']);
      expect(await claimNext([])).toBeUndefined();
    });

    it('notes run, time, attempt and history, and tells the run its case', async () => {
      const caseId = await givenCase(world, queueId);
      await forceCase(world, caseId, { status: 'postponed', postponed_to: '2020-01-01T00:00:00Z' });
      const { id: runId } = await givenRun(world, agentId);
      await world.work.claimNext(world.teamId, { runId, queueIds: [queueId] });
      expect(await seen(world, caseId)).toMatchObject({
        status: 'in_progress',
        claimed_by_run_id: runId,
        claimed_at: expect.any(String),
        postponed_to: null,
        attempts: 1,
        history: ['created', 'claimed'],
      });
      const { body } = await world.as('manager').get(`/v1/runs/${runId}`);
      expect(body.run.case_id).toBe(caseId);
      const ofQueue = await world.as('manager').get('/v1/runs', { queue_id: queueId });
      expect(ofQueue.body.runs).toMatchObject([{ id: runId }]);
    });

    it('gives nothing to a run that has ended, or to one of another team', async () => {
      await givenCase(world, queueId);
      const { id: runId } = await givenRun(world, agentId);
      const { teamId } = world.app.world.globex;
      expect(await world.work.claimNext(teamId, { runId, queueIds: [queueId] })).toBeUndefined();
      await drive(world, runId, 'stop');
      const request = { runId, queueIds: [queueId] };
      expect(await world.work.claimNext(world.teamId, request)).toBeUndefined();
    });
  });

  describe('one case', () => {
    it('takes an open case once', async () => {
      const caseId = await givenCase(world, queueId);
      const [a, b] = [await givenRun(world, agentId), await givenRun(world, agentId)];
      expect(await world.work.claim(world.teamId, { runId: a.id, caseId })).toMatchObject({ id: caseId });
      expect(await world.work.claim(world.teamId, { runId: b.id, caseId })).toBeUndefined();
      expect(await seen(world, caseId)).toMatchObject({ claimed_by_run_id: a.id, attempts: 1 });
    });

    it.each([
      ['held', { held: true }],
      ['postponed', { status: 'postponed', postponed_to: '2099-01-01T00:00:00Z' }],
      ['closed', { status: 'completed' }],
    ])('takes none that is %s', async (_, columns) => {
      const caseId = await givenCase(world, queueId);
      await forceCase(world, caseId, columns);
      const { id: runId } = await givenRun(world, agentId);
      expect(await world.work.claim(world.teamId, { runId, caseId })).toBeUndefined();
      expect(await world.work.lockDue(world.teamId, caseId)).toBeUndefined();
    });

    it('is held for the dispatcher only if it is for the agent', async () => {
      const caseId = await givenCase(world, queueId);
      const other = await givenConsumer(world, queueId);
      expect(await world.work.lockDue(world.teamId, caseId, other)).toMatchObject({ id: caseId });
      await forceCase(world, caseId, { assigned_agent_id: agentId });
      expect(await world.work.lockDue(world.teamId, caseId, other)).toBeUndefined();
      expect(await world.work.lockDue(world.teamId, caseId, agentId)).toMatchObject({ id: caseId });
    });
  });

  it('gives 100 cases to 200 simultaneous claims: each once, exactly 100 succeed', async () => {
    await givenCases(world, queueId, Array(100).fill({ title: 'One of many' }));
    const template = await givenRun(world, agentId);
    const { rows } = (await world.app.database.handle.execute(sql`
      insert into runs (team_id, agent_id, revision_id, source, user_id, max_duration_seconds)
      select team_id, agent_id, revision_id, source, user_id, max_duration_seconds
      from runs, generate_series(1, 200) where id = ${template.id} returning id`)) as {
      rows: { id: string }[];
    };
    const claims = await Promise.all(
      rows.map(({ id: runId }) => world.work.claimNext(world.teamId, { runId, queueIds: [queueId] })),
    );
    const taken = claims.flatMap((claim) => (claim ? [claim] : []));
    expect(taken).toHaveLength(100);
    expect(new Set(taken.map(({ id }) => id)).size).toBe(100);
    expect(new Set(taken.map(({ claimedByRunId }) => claimedByRunId)).size).toBe(100);
    const { rows: found } = await world.app.database.query<{ cases: number; runs: number; most: number }>(
      `select count(*)::int as cases, count(distinct claimed_by_run_id)::int as runs, max(attempts) as most
       from cases where queue_id = $1 and status = 'in_progress'`,
      [queueId],
    );
    expect(found).toEqual([{ cases: 100, runs: 100, most: 1 }]);
  });
});
