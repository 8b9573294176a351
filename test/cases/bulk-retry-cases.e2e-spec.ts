import { retriedCasesReply } from '../../libs/public-api/src/cases/case-bulk.schemas';
import { demoId } from '@app/public-api';
import {
  drive,
  expectError,
  expectSameNotFound,
  forceCase,
  givenCase,
  givenConsumer,
  givenQueue,
  givenWorkedOn,
  seen,
  UNKNOWN_ID,
  useCases,
} from './support/cases-world';

describe('POST /v1/queues/{queue_id}/cases/bulk-retry', () => {
  const world = useCases();
  let queueId: string;
  let agentId: string;
  beforeAll(async () => {
    queueId = await givenQueue(world);
    agentId = await givenConsumer(world, queueId);
  });
  type CallerRole = 'owner' | 'admin' | 'manager' | 'builder' | 'member' | 'viewer';
  const retry = (ids: readonly string[], role: CallerRole = 'manager') =>
    world.as(role).post(`/v1/queues/${queueId}/cases/bulk-retry`, { case_ids: ids });
  const retried = async (ids: readonly string[], role: CallerRole = 'manager') => {
    const reply = await retry(ids, role);
    expect(reply).toMatchObject({ status: 200 });
    return retriedCasesReply.parse(reply.body);
  };
  const assignedBy = async (id: string) => {
    const { rows } = await world.app.database.query<{ assigned_by: string | null }>(
      'select assigned_by from cases where id = $1',
      [id],
    );
    return rows[0]!.assigned_by;
  };

  describe('200', () => {
    it('puts failed and completed cases back to pending and clears how they ended', async () => {
      const failed = await givenCase(world, queueId);
      await forceCase(world, failed, { status: 'failed', error_code: 'timeout', error_message: 'Late' });
      const completed = await givenCase(world, queueId);
      await forceCase(world, completed, { status: 'completed', result: 'Done', completed_at: '2026-01-01Z' });
      expect(await retried([failed, completed])).toEqual({
        retried_count: 2,
        skipped_count: 0,
        skipped: [],
        interrupted_run_ids: [],
      });
      for (const id of [failed, completed]) {
        expect(await seen(world, id)).toMatchObject({
          status: 'pending',
          error: null,
          result: null,
          completed_at: null,
          assigned_agent_id: null,
          history: ['created', 'retried'],
        });
        expect(await assignedBy(id)).toBeNull();
      }
    });

    it('keeps the agent, which from now on acts as the caller', async () => {
      const id = await givenCase(world, queueId);
      await forceCase(world, id, {
        status: 'failed',
        assigned_agent_id: agentId,
        assigned_by: world.userId('owner'),
      });
      await retried([id], 'admin');
      expect(await seen(world, id)).toMatchObject({ status: 'pending', assigned_agent_id: agentId });
      expect(await assignedBy(id)).toBe(world.userId('admin'));
    });

    it('interrupts the run at work, running or waiting', async () => {
      const running = await givenWorkedOn(world, { queueId, agentId });
      const waiting = await givenWorkedOn(world, { queueId, agentId });
      await drive(world, waiting.runId, 'ask');
      const reply = await retried([running.caseId, waiting.caseId]);
      expect(reply).toMatchObject({ retried_count: 2, skipped: [] });
      expect(reply.interrupted_run_ids).toEqual([running.runId, waiting.runId].sort());
      expect(await seen(world, running.caseId)).toMatchObject({
        status: 'pending',
        claimed_by_run_id: null,
        held: false,
        history: ['created', 'claimed', 'released', 'retried'],
      });
    });

    it('skips what is pending, held or postponed, and what it does not find in this queue', async () => {
      const pending = await givenCase(world, queueId);
      const held = await givenCase(world, queueId);
      await forceCase(world, held, { held: true });
      const postponed = await givenCase(world, queueId);
      await forceCase(world, postponed, { status: 'postponed', postponed_to: '2099-01-01T00:00:00Z' });
      const elsewhere = await givenCase(world, await givenQueue(world));
      await forceCase(world, elsewhere, { status: 'failed' });
      expect(await retried([pending, held, postponed, elsewhere, UNKNOWN_ID])).toMatchObject({
        retried_count: 0,
        skipped_count: 5,
        skipped: [
          { case_id: pending, reason: 'already_pending' },
          { case_id: held, reason: 'already_pending' },
          { case_id: postponed, reason: 'already_pending' },
          { case_id: elsewhere, reason: 'not_found' },
          { case_id: UNKNOWN_ID, reason: 'not_found' },
        ],
      });
      expect(await seen(world, held)).toMatchObject({ held: true });
    });

    it('lets a builder retry in queues that an own agent consumes', async () => {
      const own = await givenQueue(world);
      await givenConsumer(world, own, { by: 'builder' });
      const id = await givenCase(world, own);
      await forceCase(world, id, { status: 'failed' });
      const reply = await world.as('builder').post(`/v1/queues/${own}/cases/bulk-retry`, { case_ids: [id] });
      expect(reply).toMatchObject({ status: 200, body: { retried_count: 1 } });
    });
  });

  describe('refusals', () => {
    it("needs `use` on the connections of the cases' agents, and leaves everything as it was", async () => {
      const bank = demoId('connection', 'Bank portal');
      const withBank = await givenConsumer(world, queueId, { config: { connections: [bank] } });
      const assigned = await givenCase(world, queueId);
      await forceCase(world, assigned, { status: 'failed', assigned_agent_id: withBank });
      const working = await givenWorkedOn(world, { queueId, agentId });
      const reply = await retry([working.caseId, assigned], 'admin');
      expectError(reply, 403, 'connection_forbidden', ['connections']);
      expect(await seen(world, assigned)).toMatchObject({ status: 'failed' });
      expect(await seen(world, working.caseId)).toMatchObject({
        status: 'in_progress',
        claimed_by_run_id: working.runId,
      });
      expect((await world.as('owner').get(`/v1/runs/${working.runId}`)).body.run.status).toBe('running');
    });

    it('asks nothing about agents of cases that it skips', async () => {
      const bank = demoId('connection', 'Bank portal');
      const withBank = await givenConsumer(world, queueId, { config: { connections: [bank] } });
      const id = await givenCase(world, queueId);
      await forceCase(world, id, { assigned_agent_id: withBank });
      expect(await retried([id], 'admin')).toMatchObject({ skipped_count: 1 });
    });

    it('forbids it to a builder none of whose agents consumes the queue, and to members', async () => {
      for (const role of ['builder', 'member', 'viewer'] as const) {
        expectError(await retry([UNKNOWN_ID], role), 403, 'forbidden');
      }
    });

    it('refuses no cases, too many and repeated ones', async () => {
      expectError(await retry([]), 400, 'invalid_request', ['case_ids']);
      expectError(await retry([UNKNOWN_ID, UNKNOWN_ID]), 400, 'invalid_request', ['case_ids.1']);
    });

    it('requires a credential', async () => {
      const reply = await world.anonymous.post(`/v1/queues/${queueId}/cases/bulk-retry`, {});
      expectError(reply, 401, 'invalid_token');
    });

    it('knows no queue of another team', async () => {
      const body = { case_ids: [UNKNOWN_ID] };
      expectSameNotFound(
        await world.stranger.post(`/v1/queues/${queueId}/cases/bulk-retry`, body),
        await world.stranger.post(`/v1/queues/${UNKNOWN_ID}/cases/bulk-retry`, body),
      );
    });
  });
});
