import { sql } from 'drizzle-orm';
import { demoId } from '@app/public-api';
import { postedMessageReply } from '../../libs/public-api/src/runs/messages.schemas';
import { expire, givenSandbox } from '../sandboxes/support/sandboxes-world';
import { describeAccess } from './support/access';
import { begin, bring, complete, givenRun, givenWaiting, take } from './support/drive';
import type { Status } from './support/drive';
import {
  AGENTS,
  expectError,
  givenAgent,
  rowOf,
  seen,
  startRun,
  transcript,
  useRuns,
} from './support/runs-world';
import type { ApiClient } from '../support/api-client';

describe('post_run_message', () => {
  const world = useRuns();
  const post = (
    runId: string,
    message: unknown = 'Also check the vendor',
    by: ApiClient = world.as('manager'),
  ) => by.post(`/v1/runs/${runId}/messages`, { message });

  describeAccess(world, (by, runId) => by.post(`/v1/runs/${runId}/messages`, { message: 'Hi' }), 'control');

  describe('by status', () => {
    it.each([
      ['pending', 'pending'],
      ['starting', 'starting'],
      ['running', 'running'],
      ['waiting', 'running'],
      ['completed', 'pending'],
      ['interrupted', 'pending'],
    ] as readonly [Status, Status][])('%s: stored, and the run is %s', async (status, after) => {
      const runId = await givenRun(world, status);
      const before = (await transcript(world, runId)).length;
      const reply = await post(runId);
      expect(reply.status).toBe(201);
      const { message, run } = postedMessageReply.parse(reply.body);
      expect(message).toMatchObject({
        sequence: before + 1,
        type: 'text',
        role: 'user',
        text: 'Also check the vendor',
      });
      expect(run).toMatchObject({ id: runId, status: after, completed_at: null });
      const { pending_human_request: pending, ...shown } = await seen(world, runId);
      expect([shown, pending]).toEqual([run, null]);
    });

    it.each([
      ['failed', 'A run that failed cannot go on; start a new one.'],
      ['stopped', 'A run that was stopped cannot go on; start a new one.'],
    ] as readonly [Status, string][])(
      '%s: run_not_resumable, and nothing is stored',
      async (status, message) => {
        const runId = await givenRun(world, status);
        const before = await transcript(world, runId);
        const reply = await post(runId);
        expectError(reply, 409, 'run_not_resumable');
        expect(reply.body.message).toBe(message);
        expect(await transcript(world, runId)).toEqual(before);
      },
    );
  });

  describe('to a waiting run', () => {
    it('cancels what the run asks and says so in the transcript', async () => {
      const { runId, requestId } = await givenWaiting(world);
      await post(runId, 'Never mind');
      expect(await rowOf(world, 'human_requests', requestId)).toMatchObject({
        status: 'cancelled',
        response: null,
        responded_by: null,
      });
      expect((await transcript(world, runId)).slice(-2)).toMatchObject([
        { type: 'text', role: 'user', text: 'Never mind' },
        { type: 'status', role: 'system', text: 'The human request was cancelled: superseded by message.' },
      ]);
    });

    it('makes it running without a worker, so that the next one takes it', async () => {
      const { runId } = await givenWaiting(world);
      await post(runId);
      expect((await take(world, runId)).run).toMatchObject({ id: runId, status: 'running' });
    });
  });

  describe('to a run that has ended', () => {
    it('resumes the same run on its revision, result and error cleared', async () => {
      const manager = world.as('manager');
      const agentId = await givenAgent(manager);
      const runId = await startRun(manager, { agent_id: agentId, input: 'First' });
      await bring(world, runId, 'completed');
      const before = await seen(world, runId);
      const { body } = await manager.post(`/v1/agents/${agentId}/revisions`, {
        config: { instructions: 'Other.' },
      });
      await manager.post(`/v1/revisions/${body.revision.id}/promote`, undefined);
      const { run } = (await post(runId)).body;
      expect(run).toEqual({
        ...before,
        pending_human_request: undefined,
        status: 'pending',
        result: null,
        completed_at: null,
        updated_at: run.updated_at,
      });
      expect(before).toMatchObject({ result: 'All done', completed_at: expect.any(String) });
    });

    it('can be done again and again', async () => {
      const runId = await startRun(world.as('manager'));
      for (const result of ['One', 'Two', 'Three']) {
        await complete(world, await begin(world, runId), result);
        expect(await seen(world, runId)).toMatchObject({ status: 'completed', result });
        expect((await post(runId, 'More')).body.run).toMatchObject({ status: 'pending', result: null });
      }
      expect((await transcript(world, runId)).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    });

    it('checks the connections for the caller, whoever started the run', async () => {
      const runId = await givenRun(world, 'completed', world.as('manager'), {
        agent_id: AGENTS.paymentRelease,
      });
      const reply = await post(runId, 'Again', world.as('admin'));
      expectError(reply, 403, 'connection_forbidden', ['connections']);
      expect(await seen(world, runId)).toMatchObject({ status: 'completed' });
      expect((await post(runId, 'Again', world.as('manager'))).status).toBe(201);
    });

    it('does not check them while the run is live', async () => {
      const runId = await startRun(world.as('manager'), { agent_id: AGENTS.paymentRelease });
      expect((await post(runId, 'Wait', world.as('admin'))).status).toBe(201);
    });

    it('needs every connection to work', async () => {
      const connection = demoId('connection', 'SAP Production');
      const setStatus = (status: string) =>
        world.app.database.handle.execute(
          sql`update connections set status = ${status} where id = ${connection}`,
        );
      const runId = await givenRun(world, 'interrupted', world.as('manager'), {
        agent_id: AGENTS.invoiceProcessor,
      });
      await setStatus('broken');
      const reply = await post(runId);
      await setStatus('active');
      expectError(reply, 409, 'connection_broken', ['connections']);
      expect((await post(runId)).status).toBe(201);
    });

    it('takes its sandbox again', async () => {
      const manager = world.as('manager');
      const sandboxId = await givenSandbox(manager);
      const runId = await givenRun(world, 'completed', manager, { sandbox_id: sandboxId });
      expect(await rowOf(world, 'sandboxes', sandboxId)).toMatchObject({ run_id: null });
      expect((await post(runId)).body.run).toMatchObject({ sandbox_id: sandboxId });
      expect(await rowOf(world, 'sandboxes', sandboxId)).toMatchObject({ run_id: runId });
    });

    it('is refused if the sandbox has expired, or serves another run', async () => {
      const manager = world.as('manager');
      const sandboxId = await givenSandbox(manager);
      const first = await givenRun(world, 'completed', manager, { sandbox_id: sandboxId });
      const second = await startRun(manager, { sandbox_id: sandboxId });
      const inUse = await post(first);
      expectError(inUse, 409, 'run_not_resumable');
      await bring(world, second, 'stopped');
      await expire(world, sandboxId);
      const expired = await post(first);
      expectError(expired, 409, 'run_not_resumable');
      expect(expired.body.message).toContain('sandbox');
      expect(await seen(world, first)).toMatchObject({ status: 'completed', result: 'All done' });
    });
  });

  describe('with an idempotency key', () => {
    it('stores the message once and gives the first reply again', async () => {
      const runId = await startRun(world.as('manager'));
      const send = (message: string) =>
        world
          .as('manager')
          .post(`/v1/runs/${runId}/messages`, { message }, { 'idempotency-key': `post-${runId}` });
      const first = await send('Once');
      await bring(world, runId, 'completed');
      const second = await send('Once');
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.body).toEqual(first.body);
      expect(second.headers.get('idempotent-replayed')).toBe('true');
      expect(await seen(world, runId)).toMatchObject({ status: 'completed' });
      expectError(await send('Twice'), 409, 'idempotency_conflict');
      expect(await transcript(world, runId)).toHaveLength(1);
    });

    it('is a key of this run: another one refuses it', async () => {
      const [one, other] = [await startRun(world.as('manager')), await startRun(world.as('manager'))];
      const headers = { 'idempotency-key': 'post-to-two' };
      const send = (id: string) =>
        world.as('manager').post(`/v1/runs/${id}/messages`, { message: 'Hi' }, headers);
      expect((await send(one)).status).toBe(201);
      expectError(await send(other), 409, 'idempotency_conflict');
    });
  });

  describe('400', () => {
    it.each([
      ['no message', {}, 'message'],
      ['empty message', { message: '' }, 'message'],
      ['message of 100,001 characters', { message: 'x'.repeat(100_001) }, 'message'],
      ['message with a NUL', { message: 'a\0b' }, 'message'],
      ['message that is no text', { message: { text: 'Hi' } }, 'message'],
      ['unknown field', { message: 'Hi', role: 'system' }, 'role'],
    ])('%s', async (_, body, field) => {
      const runId = await startRun(world.as('manager'));
      const reply = await world.as('manager').post(`/v1/runs/${runId}/messages`, body);
      expectError(reply, 400, 'invalid_request', [field]);
    });
  });

  it('refuses a key that may only read', async () => {
    const runId = await startRun(world.as('manager'));
    expectError(await post(runId, 'Hi', world.readOnly), 403, 'insufficient_scope');
  });
});
