import { casesReply } from '../../libs/public-api/src/cases/cases.schemas';
import {
  expectError,
  expectSameNotFound,
  forceCase,
  givenCase,
  givenCases,
  givenConsumer,
  givenQueue,
  givenWorkedOn,
  UNKNOWN_ID,
  useCases,
} from './support/cases-world';

describe('GET /v1/queues/{queue_id}/cases', () => {
  const world = useCases();
  let queueId: string;
  beforeEach(async () => {
    queueId = await givenQueue(world);
  });
  const list = async (query: object = {}) => {
    const reply = await world.as('viewer').get(`/v1/queues/${queueId}/cases`, query);
    expect(reply.status).toBe(200);
    return casesReply.parse(reply.body);
  };
  const titlesOf = async (query: object = {}) => (await list(query)).cases.map(({ title }) => title);

  describe('200', () => {
    it('lists the cases of the queue alone, without their data, newest first, in pages', async () => {
      await givenCase(world, await givenQueue(world), { title: 'Elsewhere' });
      await givenCase(world, queueId, { title: 'First', data: { secret: 1 } });
      await givenCases(world, queueId, [{ title: 'Second' }, { title: 'Third' }]);
      expect(await titlesOf()).toEqual(['Third', 'Second', 'First']);
      expect(await list({ limit: 2, offset: 1 })).toMatchObject({
        cases: [{ title: 'Second' }, { title: 'First' }],
        total: 3,
        limit: 2,
        offset: 1,
      });
      expect(await list({ offset: 2_147_483_647 })).toMatchObject({ cases: [], total: 3 });
      expect(await list()).toMatchObject({ limit: 20, offset: 0 });
    });

    it('shows labels, the run at work and what it waits for', async () => {
      const agentId = await givenConsumer(world, queueId);
      const { caseId, runId } = await givenWorkedOn(world, { queueId, agentId });
      const [labelled] = await givenCases(world, queueId, [{ title: 'L', labels: [{ value: 'urgent' }] }]);
      const { cases } = await list();
      expect(cases.find(({ id }) => id === caseId)).toMatchObject({
        status: 'in_progress',
        claimed_by_run_id: runId,
        claimed_at: expect.any(String),
        attempts: 1,
        pending_human_request_id: null,
        labels: [],
      });
      expect(cases.find(({ id }) => id === labelled.id)?.labels).toMatchObject([{ value: 'urgent' }]);
    });

    it('filters by one status or several', async () => {
      const [a, b] = await givenCases(world, queueId, [{ title: 'A' }, { title: 'B' }, { title: 'C' }]);
      await forceCase(world, a.id, { status: 'completed' });
      await forceCase(world, b.id, { status: 'failed' });
      expect(await titlesOf({ status: 'completed' })).toEqual(['A']);
      expect(await titlesOf({ status: ['failed', 'completed'] })).toEqual(['B', 'A']);
      expect(await list({ status: 'needs_input' })).toMatchObject({ cases: [], total: 0 });
    });

    it('searches the title alone, ignoring case, with wildcards taken literally', async () => {
      await givenCases(world, queueId, [
        { title: 'Invoice 100%_x' },
        { title: 'Invoice 1000x', data: { note: 'Receipt' } },
      ]);
      expect(await titlesOf({ search: 'INVOICE' })).toHaveLength(2);
      expect(await titlesOf({ search: '0%_' })).toEqual(['Invoice 100%_x']);
      expect(await titlesOf({ search: 'receipt' })).toEqual([]);
    });

    it('filters by agent and by time, bounds included', async () => {
      const agentId = await givenConsumer(world, queueId);
      const [a, b] = await givenCases(world, queueId, [{ title: 'A' }, { title: 'B' }]);
      await forceCase(world, a.id, { assigned_agent_id: agentId, created_at: '2020-01-01T00:00:00.123Z' });
      await forceCase(world, b.id, { updated_at: '2019-01-01T00:00:00Z' });
      expect(await titlesOf({ assigned_agent_id: agentId })).toEqual(['A']);
      expect(await list({ assigned_agent_id: UNKNOWN_ID })).toMatchObject({ cases: [], total: 0 });
      expect(await titlesOf({ created_at_from: '2020-01-01T00:00:00.123Z' })).toEqual(['B', 'A']);
      expect(await titlesOf({ created_at_from: '2020-01-01T00:00:00.124Z' })).toEqual(['B']);
      expect(await titlesOf({ updated_at_from: '2019-01-01T00:00:00.001Z' })).toEqual(['A']);
    });

    it('sorts by each time, with cases that have none last', async () => {
      const [a, b, c] = await givenCases(world, queueId, [{ title: 'A' }, { title: 'B' }, { title: 'C' }]);
      await forceCase(world, a.id, {
        postponed_to: '2030-01-01T00:00:00Z',
        updated_at: '2031-01-01T00:00:00Z',
      });
      await forceCase(world, b.id, {
        postponed_to: '2029-01-01T00:00:00Z',
        created_at: '2019-01-01T00:00:00Z',
      });
      await forceCase(world, c.id, { updated_at: '2018-01-01T00:00:00Z' });
      expect(await titlesOf({ sort_by: 'postponed_to' })).toEqual(['A', 'B', 'C']);
      expect(await titlesOf({ sort_by: 'postponed_to', sort_order: 'asc' })).toEqual(['B', 'A', 'C']);
      expect(await titlesOf({ sort_by: 'updated_at' })).toEqual(['A', 'B', 'C']);
      expect(await titlesOf({ sort_by: 'created_at', sort_order: 'asc' })).toEqual(['B', 'A', 'C']);
    });
  });

  describe('refusals', () => {
    it.each([
      ['limit', '0'],
      ['limit', '101'],
      ['offset', '-1'],
      ['status', 'open'],
      ['search', 'x'.repeat(201)],
      ['assigned_agent_id', 'me'],
      ['created_at_from', 'yesterday'],
      ['created_at_from', '2026-02-30T00:00:00Z'],
      ['created_at_from', '0000-01-01T00:00:00Z'],
      ['updated_at_from', '2026-01-01'],
      ['sort_by', 'title'],
      ['sort_order', 'up'],
      ['priority', 'high'],
    ])('refuses %s=%s', async (field, value) => {
      const reply = await world.as('viewer').get(`/v1/queues/${queueId}/cases`, { [field]: value });
      expectError(reply, 400, 'invalid_request');
      expect(reply.body.details[0].field).toMatch(field);
    });

    it('requires a credential', async () => {
      expectError(await world.anonymous.get(`/v1/queues/${queueId}/cases`), 401, 'invalid_token');
    });

    it('knows no queue of another team', async () => {
      expectSameNotFound(
        await world.stranger.get(`/v1/queues/${queueId}/cases`),
        await world.stranger.get(`/v1/queues/${UNKNOWN_ID}/cases`),
      );
    });
  });
});
