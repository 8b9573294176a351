import { ApiException } from '@app/errors';
import {
  givenCase,
  givenConsumer,
  givenQueue,
  givenRun,
  givenWorkedOn,
  seen,
  UNKNOWN_ID,
  useCases,
} from './support/cases-world';

/** What a refused deed of a run says. */
const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'not refused',
    (error: unknown) => (error instanceof ApiException ? error.code : error),
  );

describe('what runs do with cases', () => {
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
  });
  const DAY = 86_400_000;
  const inDays = (days: number) => new Date(Date.now() + days * DAY);
  const lastEvent = async () => (await world.as('viewer').get(`/v1/cases/${caseId}`)).body.events[0];

  it('shows the case that a run works on, until it is closed', async () => {
    expect(await world.work.current(world.teamId, runId)).toMatchObject({ id: caseId, labels: [], data: {} });
    await world.work.complete(world.teamId, runId, { caseId, result: null });
    expect(await world.work.current(world.teamId, runId)).toBeUndefined();
  });

  it('completes', async () => {
    await world.work.complete(world.teamId, runId, { caseId, result: 'Posted' });
    expect(await seen(world, caseId)).toMatchObject({
      status: 'completed',
      result: 'Posted',
      completed_at: expect.any(String),
      claimed_by_run_id: null,
    });
    expect(await lastEvent()).toMatchObject({ type: 'completed', actor: { type: 'run', id: runId } });
  });

  it('fails, with the reason', async () => {
    const error = { code: 'agent_error', message: 'No vendor' };
    await world.work.fail(world.teamId, runId, { caseId, error });
    expect(await seen(world, caseId)).toMatchObject({ status: 'failed', error, claimed_by_run_id: null });
    expect(await lastEvent()).toMatchObject({ type: 'failed', note: 'No vendor' });
  });

  it('postpones by up to 30 days', async () => {
    const until = inDays(29.99);
    await world.work.postpone(world.teamId, runId, { caseId, until });
    expect(await seen(world, caseId)).toMatchObject({
      status: 'postponed',
      postponed_to: until.toISOString(),
      claimed_by_run_id: null,
    });
  });

  it('refuses to postpone further', async () => {
    const until = inDays(30.01);
    expect(await refusal(world.work.postpone(world.teamId, runId, { caseId, until }))).toBe(
      'invalid_request',
    );
    expect(await seen(world, caseId)).toMatchObject({ status: 'in_progress' });
  });

  it('releases: the case waits again as before', async () => {
    await world.work.release(world.teamId, runId, { caseId });
    expect(await seen(world, caseId)).toMatchObject({
      status: 'pending',
      held: false,
      claimed_by_run_id: null,
      history: ['created', 'claimed', 'released'],
    });
  });

  it('updates title, data and priority', async () => {
    await world.work.update(world.teamId, runId, { caseId, data: { seen: true }, priority: 'high' });
    expect(await seen(world, caseId)).toMatchObject({
      data: { seen: true },
      priority: 'high',
      title: 'A case',
    });
    expect(await lastEvent()).toMatchObject({ type: 'updated', actor: { type: 'run', id: runId } });
  });

  it('adds cases to a queue, with labels', async () => {
    const target = await givenQueue(world);
    const cases = [{ title: 'Follow up', labels: [{ key: '', value: 'new' }] }, { title: 'And again' }];
    const ids = await world.work.add(world.teamId, { queueId: target, runId, cases });
    expect(ids).toHaveLength(2);
    expect(await seen(world, ids[0]!)).toMatchObject({
      title: 'Follow up',
      status: 'pending',
      priority: 'normal',
      labels: [{ value: 'new' }],
      created_by: { type: 'run', id: runId },
    });
  });

  it('holds agents to the bounds of the API', async () => {
    const add = (fields: object) =>
      refusal(world.work.add(world.teamId, { queueId, runId, cases: [{ title: 'x', ...fields }] }));
    expect(await add({ title: '' })).toBe('invalid_request');
    expect(await add({ data: { a: '\u0000' } })).toBe('invalid_request');
    expect(await add({ priority: 'urgent' })).toBe('invalid_request');
    const update = world.work.update(world.teamId, runId, { caseId, title: 'x'.repeat(501) });
    expect(await refusal(update)).toBe('invalid_request');
    const elsewhere = { queueId: UNKNOWN_ID, runId, cases: [{ title: 'x' }] };
    expect(await refusal(world.work.add(world.teamId, elsewhere))).toBe('not_found');
  });

  it('refuses a text that the database cannot hold', async () => {
    const completed = world.work.complete(world.teamId, runId, { caseId, result: 'a\u0000b' });
    expect(await refusal(completed)).toBe('invalid_request');
    const error = { code: 'agent_error', message: '\ud800' };
    expect(await refusal(world.work.fail(world.teamId, runId, { caseId, error }))).toBe('invalid_request');
    expect(await seen(world, caseId)).toMatchObject({ status: 'in_progress' });
  });

  describe('a case that the run does not work on', () => {
    const error = { code: 'agent_error', message: 'x' };
    it.each([
      [
        'complete',
        (run: string, id: string) => world.work.complete(world.teamId, run, { caseId: id, result: null }),
      ],
      ['fail', (run: string, id: string) => world.work.fail(world.teamId, run, { caseId: id, error })],
      [
        'postpone',
        (run: string, id: string) => world.work.postpone(world.teamId, run, { caseId: id, until: inDays(1) }),
      ],
      ['release', (run: string, id: string) => world.work.release(world.teamId, run, { caseId: id })],
      [
        'update',
        (run: string, id: string) => world.work.update(world.teamId, run, { caseId: id, title: 'x' }),
      ],
    ])('is not to %s', async (_, deed) => {
      const { id: stranger } = await givenRun(world, agentId);
      const before = await seen(world, caseId);
      expect(await refusal(deed(stranger, caseId))).toBe('conflict');
      const pending = await givenCase(world, queueId);
      expect(await refusal(deed(runId, pending))).toBe('conflict');
      expect(await seen(world, caseId)).toEqual(before);
      expect(await seen(world, pending)).toMatchObject({ title: 'A case', history: ['created'] });
    });

    it('is not to be closed twice', async () => {
      await world.work.complete(world.teamId, runId, { caseId, result: 'First' });
      expect(await refusal(world.work.complete(world.teamId, runId, { caseId, result: 'Second' }))).toBe(
        'conflict',
      );
      expect(await seen(world, caseId)).toMatchObject({ result: 'First' });
    });
  });
});
