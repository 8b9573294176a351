import { delegatedCasesReply } from '../../libs/public-api/src/cases/case-bulk.schemas';
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

describe('POST /v1/queues/{queue_id}/cases/bulk-delegate', () => {
  const world = useCases();
  let queueId: string;
  let agentId: string;
  beforeAll(async () => {
    queueId = await givenQueue(world);
    agentId = await givenConsumer(world, queueId);
  });
  type CallerRole = 'owner' | 'admin' | 'manager' | 'builder' | 'member' | 'viewer';
  const delegate = (body: object, role: CallerRole = 'manager') =>
    world.as(role).post(`/v1/queues/${queueId}/cases/bulk-delegate`, { agent_id: agentId, ...body });
  const delegated = async (body: object, role: CallerRole = 'manager') => {
    const reply = await delegate(body, role);
    expect(reply).toMatchObject({ status: 200 });
    return delegatedCasesReply.parse(reply.body);
  };

  describe('200', () => {
    it('assigns the cases to the agent, as the caller, and starts nothing itself', async () => {
      const ids = [await givenCase(world, queueId), await givenCase(world, queueId)];
      expect(await delegated({ case_ids: ids }, 'admin')).toEqual({
        delegated_count: 2,
        skipped_count: 0,
        skipped: [],
        interrupted_run_ids: [],
      });
      for (const id of ids) {
        expect(await seen(world, id)).toMatchObject({
          status: 'pending',
          assigned_agent_id: agentId,
          claimed_by_run_id: null,
          history: ['created', 'delegated'],
        });
      }
      const { rows } = await world.app.database.query<{ assigned_by: string }>(
        'select assigned_by from cases where id = $1',
        [ids[0]],
      );
      expect(rows).toEqual([{ assigned_by: world.userId('admin') }]);
    });

    it('takes a case up again that failed, is postponed or held, and clears what was', async () => {
      const failed = await givenCase(world, queueId);
      await forceCase(world, failed, {
        status: 'failed',
        error_code: 'agent_error',
        error_message: 'Broke',
        completed_at: '2026-01-01T00:00:00Z',
      });
      const postponed = await givenCase(world, queueId);
      await forceCase(world, postponed, { status: 'postponed', postponed_to: '2099-01-01T00:00:00Z' });
      const held = await givenCase(world, queueId);
      await forceCase(world, held, { held: true });
      expect(await delegated({ case_ids: [failed, postponed, held] })).toMatchObject({ delegated_count: 3 });
      for (const id of [failed, postponed, held]) {
        expect(await seen(world, id)).toMatchObject({
          status: 'pending',
          assigned_agent_id: agentId,
          held: false,
          postponed_to: null,
          error: null,
          completed_at: null,
        });
      }
    });

    it('interrupts the run at work, running or waiting, and tells which', async () => {
      const running = await givenWorkedOn(world, { queueId, agentId });
      const waiting = await givenWorkedOn(world, { queueId, agentId });
      await drive(world, waiting.runId, 'ask');
      const other = await givenConsumer(world, queueId);
      const reply = await delegated({ case_ids: [running.caseId, waiting.caseId], agent_id: other });
      expect(reply).toMatchObject({ delegated_count: 2, skipped: [] });
      expect(reply.interrupted_run_ids).toEqual([running.runId, waiting.runId].sort());
      expect(await seen(world, running.caseId)).toMatchObject({
        status: 'pending',
        assigned_agent_id: other,
        claimed_by_run_id: null,
        claimed_at: null,
        attempts: 1,
        history: ['created', 'claimed', 'released', 'delegated'],
      });
      const { body } = await world.as('owner').get(`/v1/runs/${running.runId}`);
      expect(body.run).toMatchObject({ status: 'interrupted', case_id: running.caseId });
    });

    it('skips completed cases, and those it does not find in this queue', async () => {
      const completed = await givenCase(world, queueId);
      await forceCase(world, completed, { status: 'completed' });
      const elsewhere = await givenCase(world, await givenQueue(world));
      const fine = await givenCase(world, queueId);
      const reply = await delegated({ case_ids: [UNKNOWN_ID, completed, fine.toUpperCase(), elsewhere] });
      expect(reply).toEqual({
        delegated_count: 1,
        skipped_count: 3,
        skipped: [
          { case_id: UNKNOWN_ID, reason: 'not_found' },
          { case_id: completed, reason: 'completed' },
          { case_id: elsewhere, reason: 'not_found' },
        ],
        interrupted_run_ids: [],
      });
      expect(await seen(world, elsewhere)).toMatchObject({ assigned_agent_id: null, history: ['created'] });
    });

    it('never interrupts the run of a case in another queue', async () => {
      const otherQueue = await givenQueue(world);
      const otherAgent = await givenConsumer(world, otherQueue);
      const { caseId } = await givenWorkedOn(world, { queueId: otherQueue, agentId: otherAgent });
      expect(await delegated({ case_ids: [caseId] })).toMatchObject({
        delegated_count: 0,
        interrupted_run_ids: [],
      });
      expect(await seen(world, caseId)).toMatchObject({ status: 'in_progress' });
    });

    it('skips what another team has, as it skips what nobody has', async () => {
      const theirs = await givenQueue(world, world.stranger);
      const { body } = await world.stranger.post(`/v1/queues/${theirs}/cases`, { cases: [{ title: 'x' }] });
      const caseId: string = body.cases[0].id;
      expect(await delegated({ case_ids: [caseId] })).toMatchObject({
        skipped: [{ case_id: caseId, reason: 'not_found' }],
      });
    });

    it('lets a builder delegate to own agents', async () => {
      const own = await givenConsumer(world, queueId, { by: 'builder' });
      const id = await givenCase(world, queueId);
      expect(await delegated({ case_ids: [id], agent_id: own }, 'builder')).toMatchObject({
        delegated_count: 1,
      });
    });
  });

  describe('refusals', () => {
    it.each([
      ['case_ids', { case_ids: [] }],
      ['case_ids', { case_ids: undefined }],
      ['case_ids', { case_ids: Array.from({ length: 101 }, (_, n) => UNKNOWN_ID.slice(0, -3) + (100 + n)) }],
      ['case_ids.1', { case_ids: [UNKNOWN_ID, UNKNOWN_ID.toUpperCase()] }],
      ['case_ids.0', { case_ids: ['x'] }],
      ['agent_id', { case_ids: [UNKNOWN_ID], agent_id: 'x' }],
      ['note', { case_ids: [UNKNOWN_ID], note: 'x' }],
    ])('refuses a fault in %s (%#)', async (field, body) => {
      const reply = await delegate(body);
      expectError(reply, 400, 'invalid_request');
      expect(reply.body.details).toContainEqual(expect.objectContaining({ field }));
    });

    it('names every connection that the caller may not use, whoever owns the agent', async () => {
      const bank = demoId('connection', 'Bank portal');
      const withBank = await givenConsumer(world, queueId, { config: { connections: [bank] } });
      const id = await givenCase(world, queueId);
      const reply = await delegate({ case_ids: [id], agent_id: withBank }, 'admin');
      expectError(reply, 403, 'connection_forbidden', ['connections']);
      expect(reply.body.details[0].message).toBe(`${bank} (Bank portal) needs level use`);
      expect(await seen(world, id)).toMatchObject({ assigned_agent_id: null });
      expect(await delegated({ case_ids: [id], agent_id: withBank })).toMatchObject({ delegated_count: 1 });
    });

    it('says which connection is missing before it says that the agent does not consume the queue', async () => {
      const bank = demoId('connection', 'Bank portal');
      const elsewhere = await givenConsumer(world, null, { config: { connections: [bank] } });
      const request = { case_ids: [await givenCase(world, queueId)], agent_id: elsewhere };
      expectError(await delegate(request, 'admin'), 403, 'connection_forbidden');
      expectError(await delegate(request), 409, 'agent_not_consumer');
    });

    it("forbids a builder another's agent, and members everything", async () => {
      const id = await givenCase(world, queueId);
      expectError(await delegate({ case_ids: [id] }, 'builder'), 403, 'forbidden');
      expectError(await delegate({ case_ids: [id] }, 'member'), 403, 'forbidden');
      expectError(await delegate({ case_ids: [id] }, 'viewer'), 403, 'forbidden');
    });

    it('needs an agent of the team', async () => {
      const theirs = await world.stranger.post('/v1/agents', {
        name: 'Theirs',
        config: { instructions: 'x' },
        promote: true,
      });
      const body = { case_ids: [UNKNOWN_ID] };
      expectSameNotFound(
        await delegate({ ...body, agent_id: theirs.body.agent.id }),
        await delegate({ ...body, agent_id: UNKNOWN_ID }),
      );
    });

    it('needs an agent with a live revision that consumes the queue', async () => {
      const id = await givenCase(world, queueId);
      const draft = await givenConsumer(world, queueId, { promote: false });
      expectError(await delegate({ case_ids: [id], agent_id: draft }), 409, 'agent_not_runnable');
      const elsewhere = await givenConsumer(world, await givenQueue(world));
      expectError(await delegate({ case_ids: [id], agent_id: elsewhere }), 409, 'agent_not_consumer');
      const producer = await givenConsumer(world, null, { config: { produces: [queueId] } });
      expectError(await delegate({ case_ids: [id], agent_id: producer }), 409, 'agent_not_consumer');
    });

    it('requires a credential', async () => {
      const reply = await world.anonymous.post(`/v1/queues/${queueId}/cases/bulk-delegate`, {});
      expectError(reply, 401, 'invalid_token');
    });

    it('knows no queue of another team', async () => {
      const body = { case_ids: [UNKNOWN_ID], agent_id: agentId };
      expectSameNotFound(
        await world.stranger.post(`/v1/queues/${queueId}/cases/bulk-delegate`, body),
        await world.stranger.post(`/v1/queues/${UNKNOWN_ID}/cases/bulk-delegate`, body),
      );
    });
  });
});
