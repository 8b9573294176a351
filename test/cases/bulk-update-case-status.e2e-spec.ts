import { updatedCasesReply } from '../../libs/public-api/src/cases/case-bulk.schemas';
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

describe('POST /v1/queues/{queue_id}/cases/bulk-update-status', () => {
  const world = useCases();
  let queueId: string;
  let agentId: string;
  beforeAll(async () => {
    queueId = await givenQueue(world);
    agentId = await givenConsumer(world, queueId);
  });
  type CallerRole = 'manager' | 'builder' | 'member' | 'viewer';
  const set = (body: object, role: CallerRole = 'manager') =>
    world.as(role).post(`/v1/queues/${queueId}/cases/bulk-update-status`, body);
  const updated = async (body: object) => {
    const reply = await set(body);
    expect(reply).toMatchObject({ status: 200 });
    return updatedCasesReply.parse(reply.body);
  };

  describe('200', () => {
    const STATUSES = ['pending', 'postponed', 'completed', 'failed'] as const;
    const SET = ['pending', 'completed', 'failed'] as const;
    const pairs = STATUSES.flatMap((from) => SET.map((to) => ({ from, to })));

    it.each(pairs.filter(({ from, to }) => from !== to))('sets $from to $to', async ({ from, to }) => {
      const id = await givenCase(world, queueId);
      await forceCase(world, id, {
        status: from,
        assigned_agent_id: agentId,
        ...(from === 'postponed' && { postponed_to: '2099-01-01T00:00:00Z' }),
        ...(from === 'completed' && { result: 'Done', completed_at: '2026-01-01T00:00:00Z' }),
        ...(from === 'failed' && { error_code: 'timeout', error_message: 'Late' }),
      });
      expect(await updated({ case_ids: [id], status: to })).toEqual({
        updated_count: 1,
        skipped_count: 0,
        skipped: [],
        interrupted_run_ids: [],
      });
      expect(await seen(world, id)).toMatchObject({
        status: to,
        assigned_agent_id: null,
        postponed_to: null,
        held: false,
        result: null,
        error: null,
        completed_at: to === 'pending' ? null : expect.any(String),
        history: ['created', 'status_set'],
      });
    });

    it.each(SET)('skips a case that is %s already', async (status) => {
      const id = await givenCase(world, queueId);
      await forceCase(world, id, { status, assigned_agent_id: agentId });
      expect(await updated({ case_ids: [id], status })).toMatchObject({
        updated_count: 0,
        skipped: [{ case_id: id, reason: 'unchanged' }],
      });
      expect(await seen(world, id)).toMatchObject({ assigned_agent_id: agentId, history: ['created'] });
    });

    it('lets go of a held case, although it is pending already', async () => {
      const id = await givenCase(world, queueId);
      await forceCase(world, id, { held: true });
      expect(await updated({ case_ids: [id], status: 'pending' })).toMatchObject({ updated_count: 1 });
      expect(await seen(world, id)).toMatchObject({ status: 'pending', held: false });
    });

    it.each(SET)('interrupts the run at work and sets %s', async (status) => {
      const running = await givenWorkedOn(world, { queueId, agentId });
      const waiting = await givenWorkedOn(world, { queueId, agentId });
      await drive(world, waiting.runId, 'ask');
      const reply = await updated({ case_ids: [running.caseId, waiting.caseId], status });
      expect(reply).toMatchObject({ updated_count: 2, skipped: [] });
      expect(reply.interrupted_run_ids).toEqual([running.runId, waiting.runId].sort());
      for (const { caseId } of [running, waiting]) {
        expect(await seen(world, caseId)).toMatchObject({
          status,
          claimed_by_run_id: null,
          claimed_at: null,
        });
      }
    });

    it('keeps the note in the history', async () => {
      const id = await givenCase(world, queueId);
      await updated({ case_ids: [id], status: 'completed', note: 'Paid by cheque' });
      const { body } = await world.as('viewer').get(`/v1/cases/${id}`);
      expect(body.events[0]).toMatchObject({
        type: 'status_set',
        note: 'Paid by cheque',
        actor: { type: 'user', id: world.userId('manager') },
      });
    });

    it('skips what it does not find in this queue', async () => {
      const elsewhere = await givenCase(world, await givenQueue(world));
      expect(await updated({ case_ids: [elsewhere, UNKNOWN_ID], status: 'failed' })).toMatchObject({
        skipped: [
          { case_id: elsewhere, reason: 'not_found' },
          { case_id: UNKNOWN_ID, reason: 'not_found' },
        ],
      });
    });
  });

  describe('refusals', () => {
    it.each([
      ['status', { case_ids: [UNKNOWN_ID] }],
      ['status', { case_ids: [UNKNOWN_ID], status: 'in_progress' }],
      ['status', { case_ids: [UNKNOWN_ID], status: 'postponed' }],
      ['case_ids', { case_ids: [], status: 'pending' }],
      ['case_ids.1', { case_ids: [UNKNOWN_ID, UNKNOWN_ID], status: 'pending' }],
      ['note', { case_ids: [UNKNOWN_ID], status: 'pending', note: 'x'.repeat(501) }],
      ['result', { case_ids: [UNKNOWN_ID], status: 'completed', result: 'x' }],
    ])('refuses a fault in %s (%#)', async (field, body) => {
      expectError(await set(body), 400, 'invalid_request', [field]);
    });

    it('forbids it to a builder none of whose agents consumes the queue, and to members', async () => {
      const body = { case_ids: [UNKNOWN_ID], status: 'failed' };
      for (const role of ['builder', 'member', 'viewer'] as const) {
        expectError(await set(body, role), 403, 'forbidden');
      }
    });

    it('requires a credential', async () => {
      const reply = await world.anonymous.post(`/v1/queues/${queueId}/cases/bulk-update-status`, {});
      expectError(reply, 401, 'invalid_token');
    });

    it('knows no queue of another team', async () => {
      const body = { case_ids: [UNKNOWN_ID], status: 'failed' };
      expectSameNotFound(
        await world.stranger.post(`/v1/queues/${queueId}/cases/bulk-update-status`, body),
        await world.stranger.post(`/v1/queues/${UNKNOWN_ID}/cases/bulk-update-status`, body),
      );
    });
  });
});
