import { runDetailReply } from '../../libs/public-api/src/runs/runs.schemas';
import { describeAccess } from './support/access';
import {
  ask,
  begin,
  bring,
  complete,
  fail,
  givenRun,
  givenWaiting,
  QUESTION,
  STATUSES,
  take,
} from './support/drive';
import { startRun, useRuns } from './support/runs-world';

describe('get_run', () => {
  const world = useRuns();
  const get = async (runId: string) => {
    const reply = await world.as('owner').get(`/v1/runs/${runId}`);
    expect(reply).toMatchObject({ status: 200 });
    return runDetailReply.parse(reply.body);
  };

  describeAccess(world, (by, runId) => by.get(`/v1/runs/${runId}`), 'read');

  it('tells when the run was started, and when it ended', async () => {
    const runId = await startRun(world.as('member'));
    const pending = await get(runId);
    expect(pending).toMatchObject({ run: { status: 'pending', started_at: null, completed_at: null } });
    const held = await take(world, runId);
    const { run: starting } = await get(runId);
    expect(starting).toMatchObject({
      status: 'starting',
      started_at: expect.any(String),
      completed_at: null,
    });
    expect(Date.parse(starting.started_at!)).toBeGreaterThanOrEqual(Date.parse(starting.created_at));
    await fail(world, held);
    const { run: failed } = await get(runId);
    expect(failed).toMatchObject({ status: 'failed', started_at: starting.started_at });
    expect(failed.completed_at).toBe(failed.updated_at);
  });

  it('has the last text of the agent as the result', async () => {
    const runId = await startRun(world.as('member'));
    await complete(world, await begin(world, runId), 'Posted to SAP.');
    expect((await get(runId)).run).toMatchObject({ result: 'Posted to SAP.', error: null });
  });

  it('can be completed without a result', async () => {
    const runId = await startRun(world.as('member'));
    await complete(world, await begin(world, runId), null);
    expect((await get(runId)).run).toMatchObject({ status: 'completed', result: null });
  });

  it('says why a run failed', async () => {
    const runId = await startRun(world.as('member'));
    await fail(world, await begin(world, runId), { code: 'connection_forbidden', message: 'No use.' });
    expect((await get(runId)).run).toMatchObject({
      result: null,
      error: { code: 'connection_forbidden', message: 'No use.' },
    });
  });

  describe('pending_human_request', () => {
    it('is what the run waits for', async () => {
      const { runId, requestId } = await givenWaiting(world, {
        ...QUESTION,
        assigneeIds: [world.userId('member')],
        expiresAt: new Date('2035-01-01T00:00:00Z'),
      });
      expect((await get(runId)).pending_human_request).toEqual({
        id: requestId,
        run_id: runId,
        type: 'question',
        title: QUESTION.title,
        description: QUESTION.description,
        questions: QUESTION.questions,
        assignee_ids: [world.userId('member')],
        status: 'pending',
        response: null,
        comment: null,
        responded_by: null,
        responded_at: null,
        expires_at: '2035-01-01T00:00:00.000Z',
        created_at: expect.any(String),
      });
    });

    it('is null for a run in any other status', async () => {
      for (const status of STATUSES) {
        const { run, pending_human_request: pending } = await get(await givenRun(world, status));
        expect([run.status, pending !== null]).toEqual([status, status === 'waiting']);
      }
    });

    it('is the second one when the first is answered', async () => {
      const { runId, requestId } = await givenWaiting(world);
      await world.as('owner').post(`/v1/human-requests/${requestId}/respond`, { approved: true });
      expect((await get(runId)).pending_human_request).toBeNull();
      await ask(world, await take(world, runId), QUESTION);
      const { pending_human_request: second } = await get(runId);
      expect(second).toMatchObject({ title: QUESTION.title });
      expect(second?.id).not.toBe(requestId);
    });

    it('is gone when the run is stopped', async () => {
      const { runId } = await givenWaiting(world);
      await bring(world, runId, 'stopped');
      expect((await get(runId)).pending_human_request).toBeNull();
    });
  });
});
