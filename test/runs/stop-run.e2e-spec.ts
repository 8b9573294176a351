import { randomUUID } from 'node:crypto';
import { CaseWork } from '@app/public-api';
import { stoppedRunReply } from '../../libs/public-api/src/runs/runs.schemas';
import { describeAccess } from './support/access';
import { begin, givenRun, givenWaiting } from './support/drive';
import { expectError, rowOf, seen, startRun, transcript, useRuns } from './support/runs-world';

describe('stop_run', () => {
  const world = useRuns();
  const stop = (runId: string, body: unknown = {}) =>
    world.as('manager').post(`/v1/runs/${runId}/stop`, body);

  describeAccess(world, (by, runId) => by.post(`/v1/runs/${runId}/stop`, {}), 'control');

  describe('by status', () => {
    it.each(['pending', 'starting', 'running', 'waiting'] as const)('%s: stopped', async (status) => {
      const runId = await givenRun(world, status);
      const reply = await stop(runId);
      expect(reply.status).toBe(200);
      const { run, ...rest } = stoppedRunReply.parse(reply.body);
      expect(rest).toEqual({ success: true, message: null });
      expect(run).toMatchObject({ id: runId, status: 'stopped', result: null, error: null });
      expect(run.completed_at).toBe(run.updated_at);
      const { pending_human_request: pending, ...shown } = await seen(world, runId);
      expect([shown, pending]).toEqual([run, null]);
    });

    it.each(['completed', 'failed', 'stopped', 'interrupted'] as const)(
      '%s: 200, and nothing changes',
      async (status) => {
        const runId = await givenRun(world, status);
        const before = await rowOf(world, 'runs', runId);
        const messages = await transcript(world, runId);
        const reply = await stop(runId, { reason: 'Too late' });
        expect(reply.status).toBe(200);
        expect(stoppedRunReply.parse(reply.body)).toMatchObject({
          success: true,
          message: 'run is not active',
          run: { id: runId, status },
        });
        expect(await rowOf(world, 'runs', runId)).toEqual(before);
        expect(await transcript(world, runId)).toEqual(messages);
      },
    );
  });

  it('is idempotent: the second call finds the run stopped', async () => {
    const runId = await startRun(world.as('manager'));
    expect((await stop(runId)).body).toMatchObject({ message: null });
    expect((await stop(runId)).body).toMatchObject({ success: true, message: 'run is not active' });
  });

  it.each([
    ['no body', undefined],
    ['an empty one', {}],
  ])('needs no reason: %s', async (_, body) => {
    const runId = await startRun(world.as('manager'));
    expect((await stop(runId, body)).status).toBe(200);
    expect((await transcript(world, runId)).at(-1)).toMatchObject({ text: 'Stopped.' });
  });

  it('needs none as a tool either', async () => {
    const runId = await startRun(world.as('manager'));
    const { result } = await world.app.mcp.call(
      'stop_run',
      { run_id: runId },
      { key: world.app.world.acme.keys.manager },
    );
    expect(result).toMatchObject({ isError: false, structuredContent: { run: { status: 'stopped' } } });
  });

  it('puts the reason into the transcript', async () => {
    const runId = await startRun(world.as('manager'), { input: 'Go' });
    await stop(runId, { reason: 'Wrong vendor' });
    expect((await transcript(world, runId)).at(-1)).toMatchObject({
      sequence: 2,
      type: 'status',
      role: 'system',
      text: 'Stopped: Wrong vendor',
    });
  });

  it('cancels what the run asks', async () => {
    const { runId, requestId } = await givenWaiting(world);
    await stop(runId);
    expect(await rowOf(world, 'human_requests', requestId)).toMatchObject({ status: 'cancelled' });
  });

  it('gives its case back, held, so that it is not taken again at once', async () => {
    const manager = world.as('manager');
    const { body: made } = await manager.post('/v1/queues', { name: `Queue ${randomUUID()}` });
    const created = await manager.post(`/v1/queues/${made.queue.id}/cases`, { cases: [{ title: 'A case' }] });
    const caseId = created.body.cases[0].id as string;
    const runId = await startRun(manager);
    await world.app.get(CaseWork).claim(world.teamId, { runId, caseId });
    await begin(world, runId);
    await stop(runId, { reason: 'Look at it first' });
    const { body } = await manager.get(`/v1/cases/${caseId}`);
    expect(body.case).toMatchObject({
      status: 'pending',
      held: true,
      claimed_by_run_id: null,
      assigned_agent_id: null,
    });
    expect(await seen(world, runId)).toMatchObject({ case_id: caseId });
  });

  describe('400', () => {
    it.each([
      ['empty reason', { reason: '' }, 'reason'],
      ['reason of 501 characters', { reason: 'x'.repeat(501) }, 'reason'],
      ['reason with a NUL', { reason: '\0' }, 'reason'],
      ['reason that is null', { reason: null }, 'reason'],
      ['unknown field', { force: true }, 'force'],
    ])('%s', async (_, body, field) => {
      const runId = await startRun(world.as('manager'));
      expectError(await stop(runId, body), 400, 'invalid_request', [field]);
      expect(await seen(world, runId)).toMatchObject({ status: 'pending' });
    });
  });

  it('refuses a key that may only read', async () => {
    const runId = await startRun(world.as('manager'));
    expectError(await world.readOnly.post(`/v1/runs/${runId}/stop`, {}), 403, 'insufficient_scope');
  });
});
