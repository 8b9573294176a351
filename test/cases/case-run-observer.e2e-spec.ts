import {
  drive,
  givenConsumer,
  givenQueue,
  givenRun,
  givenWorkedOn,
  seen,
  useCases,
} from './support/cases-world';

describe('a case and the run that works on it', () => {
  const world = useCases({ MAX_LIVE_RUNS_PER_TEAM: '1000' });
  let queueId: string;
  let agentId: string;
  let caseId: string;
  let runId: string;
  beforeAll(async () => {
    queueId = await givenQueue(world);
    agentId = await givenConsumer(world, queueId);
  });
  beforeEach(async () => {
    ({ caseId, runId } = await givenWorkedOn(world, { queueId, agentId }));
    await world.app.database.query(
      'update cases set assigned_agent_id = $1, assigned_by = $2 where id = $3',
      [agentId, world.userId('manager'), caseId],
    );
  });
  const user = () => ({ type: 'user', id: world.userId('member') }) as const;
  const lastEvent = async () => (await world.as('viewer').get(`/v1/cases/${caseId}`)).body.events[0];
  const error = { code: 'timeout', message: 'Took too long.' } as const;

  it('waits and goes on with the run', async () => {
    await drive(world, runId, 'ask');
    expect(await seen(world, caseId)).toMatchObject({ status: 'needs_input', claimed_by_run_id: runId });
    expect(await lastEvent()).toMatchObject({
      type: 'human_request_created',
      actor: { type: 'run', id: runId },
    });
    await drive(world, runId, 'answer', { actor: user() });
    expect(await seen(world, caseId)).toMatchObject({ status: 'in_progress', claimed_by_run_id: runId });
    expect(await lastEvent()).toMatchObject({ type: 'human_request_responded', actor: user() });
    await drive(world, runId, 'ask');
    await drive(world, runId, 'supersede', { actor: user() });
    expect(await seen(world, caseId)).toMatchObject({
      status: 'in_progress',
      attempts: 1,
      history: [
        'created',
        'claimed',
        'human_request_created',
        'human_request_responded',
        'human_request_created',
        'human_request_responded',
      ],
    });
  });

  it.each(['running', 'waiting'] as const)(
    'is held without an agent when a %s run is stopped',
    async (from) => {
      if (from === 'waiting') await drive(world, runId, 'ask');
      await drive(world, runId, 'stop', { actor: user() });
      expect(await seen(world, caseId)).toMatchObject({
        status: 'pending',
        held: true,
        assigned_agent_id: null,
        claimed_by_run_id: null,
        claimed_at: null,
      });
      expect(await lastEvent()).toMatchObject({ type: 'released', actor: user() });
    },
  );

  it.each(['running', 'waiting'] as const)(
    'waits for its agent when a %s run is interrupted',
    async (from) => {
      if (from === 'waiting') await drive(world, runId, 'ask');
      await drive(world, runId, 'interrupt', { actor: { type: 'system', id: null } });
      expect(await seen(world, caseId)).toMatchObject({
        status: 'pending',
        held: false,
        assigned_agent_id: agentId,
        claimed_by_run_id: null,
      });
      expect(await lastEvent()).toMatchObject({ type: 'released', actor: { type: 'system', id: null } });
    },
  );

  it('has failed if the run is done without closing it', async () => {
    await drive(world, runId, 'complete', { result: 'All fine' });
    expect(await seen(world, caseId)).toMatchObject({
      status: 'failed',
      error: { code: 'case_not_closed', message: 'The run ended without closing the case.' },
      claimed_by_run_id: null,
      completed_at: expect.any(String),
    });
  });

  it('fails as the run fails', async () => {
    await drive(world, runId, 'fail', { error });
    expect(await seen(world, caseId)).toMatchObject({ status: 'failed', error, claimed_by_run_id: null });
    expect(await lastEvent()).toMatchObject({ type: 'failed', note: error.message });
  });

  it('fails when nobody answers the run in time', async () => {
    await drive(world, runId, 'ask');
    const expired = { code: 'human_request_expired', message: 'Nobody answered.' } as const;
    await drive(world, runId, 'expire', { error: expired });
    expect(await seen(world, caseId)).toMatchObject({ status: 'failed', error: expired });
  });

  it.each([
    ['complete', {}],
    ['fail', { error }],
    ['stop', {}],
    ['interrupt', {}],
  ] as const)('is left alone by %s once the run has closed it', async (event, details) => {
    await world.work.complete(world.teamId, runId, { caseId, result: 'Done' });
    const closed = await seen(world, caseId);
    await drive(world, runId, event, details);
    expect(await seen(world, caseId)).toEqual(closed);
  });

  it('is not taken again when its interrupted run goes on', async () => {
    await drive(world, runId, 'interrupt');
    const released = await seen(world, caseId);
    await drive(world, runId, 'resume');
    await drive(world, runId, 'take');
    expect(await seen(world, caseId)).toEqual(released);
  });

  it('does not follow other runs', async () => {
    const before = await seen(world, caseId);
    const other = await givenRun(world, agentId);
    for (const event of ['take', 'ready', 'ask', 'answer', 'complete'] as const)
      await drive(world, other.id, event);
    expect(await seen(world, caseId)).toEqual(before);
  });

  it('rolls back with the transition', async () => {
    const before = await seen(world, caseId);
    const work = world.app.database.transaction(async () => {
      await drive(world, runId, 'stop');
      throw new Error('undone');
    });
    await expect(work).rejects.toThrow('undone');
    expect(await seen(world, caseId)).toEqual(before);
  });
});
