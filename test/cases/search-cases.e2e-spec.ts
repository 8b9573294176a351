import { foundCasesReply } from '../../libs/public-api/src/cases/cases.schemas';
import {
  expectError,
  expectSameNotFound,
  forceCase,
  givenCase,
  givenCases,
  givenQueue,
  UNKNOWN_ID,
  useCases,
} from './support/cases-world';

describe('POST /v1/queues/{queue_id}/cases/search', () => {
  const world = useCases();
  let queueId: string;
  beforeEach(async () => {
    queueId = await givenQueue(world);
  });
  const search = async (body: object = {}) => {
    const reply = await world.as('viewer').post(`/v1/queues/${queueId}/cases/search`, body);
    expect(reply.status).toBe(200);
    return foundCasesReply.parse(reply.body);
  };
  const titlesOf = async (body: object = {}) => (await search(body)).cases.map(({ title }) => title).sort();

  describe('200', () => {
    it('finds everything with its data, newest first, 25 to a page', async () => {
      await givenCases(
        world,
        queueId,
        Array.from({ length: 26 }, (_, index) => ({ title: `Case ${index}`, data: { index } })),
      );
      const page = await search();
      expect(page).toMatchObject({ total: 26, limit: 25, offset: 0 });
      expect(page.cases[0]).toMatchObject({ title: 'Case 25', data: { index: 25 } });
      expect((await search({ limit: 1, offset: 25 })).cases).toMatchObject([{ title: 'Case 0' }]);
    });

    it('looks into the title, any value of the data, and label values, ignoring case', async () => {
      await givenCases(world, queueId, [
        { title: 'Needle in the title' },
        { title: 'Deep', data: { a: [{ b: { c: ['x', 'a NEEDLE here'] } }] } },
        { title: 'Labelled', labels: [{ key: 'kind', value: 'needle work' }] },
        { title: 'Key of data', data: { needle: 'x' } },
        { title: 'Key of label', labels: [{ key: 'needle', value: 'x' }] },
        { title: 'None', data: { a: null } },
      ]);
      expect(await titlesOf({ query: 'nEEdle' })).toEqual(['Deep', 'Labelled', 'Needle in the title']);
    });

    it('finds numbers and booleans in the data, but neither null nor the braces', async () => {
      await givenCases(world, queueId, [
        { title: 'Number', data: { amount: 1234.5 } },
        { title: 'Boolean', data: { paid: true } },
        { title: 'Nothing', data: { paid: null } },
      ]);
      expect(await titlesOf({ query: '1234.5' })).toEqual(['Number']);
      expect(await titlesOf({ query: 'true' })).toEqual(['Boolean']);
      for (const query of ['{', 'null']) expect(await titlesOf({ query })).toEqual([]);
    });

    it('takes wildcards of a query literally', async () => {
      await givenCases(world, queueId, [
        { title: 'a', data: { v: '100%_\\' } },
        { title: 'b', data: { v: '100xx' } },
      ]);
      expect(await titlesOf({ query: '0%_\\' })).toEqual(['a']);
    });

    it('matches all label keys, each with any of its values, letter by letter', async () => {
      const label = (key: string, value: string) => ({ key, value });
      await givenCases(world, queueId, [
        { title: 'Both', labels: [label('vendor', 'Globex'), label('', 'urgent')] },
        { title: 'Other vendor', labels: [label('vendor', 'Initech'), label('', 'urgent')] },
        { title: 'Not urgent', labels: [label('vendor', 'Globex')] },
      ]);
      const vendor = (...values: string[]) => ({ key: 'vendor', values });
      expect(await titlesOf({ labels: [vendor('Globex')] })).toEqual(['Both', 'Not urgent']);
      expect(
        await titlesOf({ labels: [vendor('Globex', 'Initech'), { key: '', values: ['urgent'] }] }),
      ).toEqual(['Both', 'Other vendor']);
      expect(await titlesOf({ labels: [vendor('globex')] })).toEqual([]);
      expect(await titlesOf({ labels: [{ key: 'urgent', values: ['urgent'] }] })).toEqual([]);
      expect(await titlesOf({ labels: [] })).toHaveLength(3);
    });

    it('filters by status, priority and time, bounds included, and sorts', async () => {
      const [a, b, c] = await givenCases(world, queueId, [
        { title: 'A', priority: 'high' },
        { title: 'B', priority: 'low' },
        { title: 'C' },
      ]);
      await forceCase(world, a.id, {
        created_at: '2020-01-01T00:00:00Z',
        updated_at: '2020-02-01T00:00:00Z',
      });
      await forceCase(world, b.id, {
        created_at: '2021-01-01T00:00:00Z',
        updated_at: '2021-02-01T00:00:00Z',
      });
      await forceCase(world, c.id, { status: 'failed' });
      expect(await titlesOf({ priority: ['high', 'low'] })).toEqual(['A', 'B']);
      expect(await titlesOf({ status: ['failed'] })).toEqual(['C']);
      const within = { created_at_from: '2020-01-01T00:00:00Z', created_at_to: '2021-01-01T00:00:00Z' };
      expect(await titlesOf(within)).toEqual(['A', 'B']);
      const updated = { updated_at_from: '2020-02-01T00:00:00.001Z', updated_at_to: '2021-02-01T00:00:00Z' };
      expect(await titlesOf(updated)).toEqual(['B']);
      const oldest = await search({ sort_by: 'created_at', sort_order: 'asc' });
      expect(oldest.cases.map(({ title }) => title)).toEqual(['A', 'B', 'C']);
    });

    it('never leaves the queue', async () => {
      await givenCase(world, await givenQueue(world), { title: 'Elsewhere' });
      expect(await search({ query: 'elsewhere' })).toMatchObject({ cases: [], total: 0 });
    });

    it('serves a key that may only read', async () => {
      expect((await world.readOnly.post(`/v1/queues/${queueId}/cases/search`, {})).status).toBe(200);
    });
  });

  describe('refusals', () => {
    it.each([
      ['query', { query: 'x'.repeat(501) }],
      ['query', { query: 'a\u0000' }],
      ['status', { status: 'failed' }],
      ['status', { status: [] }],
      ['status.0', { status: ['open'] }],
      ['priority.0', { priority: ['urgent'] }],
      ['labels', { labels: Array.from({ length: 11 }, () => ({ key: 'a', values: ['b'] })) }],
      ['labels.0.key', { labels: [{ values: ['b'] }] }],
      ['labels.0.values', { labels: [{ key: 'a', values: [] }] }],
      ['labels.0.values', { labels: [{ key: 'a', values: Array.from({ length: 21 }, () => 'b') }] }],
      ['created_at_to', { created_at_to: 'now' }],
      ['updated_at_to', { updated_at_to: '0000-06-01T00:00:00Z' }],
      ['limit', { limit: 101 }],
      ['limit', { limit: '10' }],
      ['offset', { offset: -1 }],
      ['data', { data: {} }],
    ])('refuses a fault in %s (%#)', async (field, body) => {
      const reply = await world.as('viewer').post(`/v1/queues/${queueId}/cases/search`, body);
      expectError(reply, 400, 'invalid_request');
      expect(reply.body.details).toContainEqual(expect.objectContaining({ field }));
    });

    it('requires a credential', async () => {
      expectError(await world.anonymous.post(`/v1/queues/${queueId}/cases/search`, {}), 401, 'invalid_token');
    });

    it('knows no queue of another team', async () => {
      expectSameNotFound(
        await world.stranger.post(`/v1/queues/${queueId}/cases/search`, {}),
        await world.stranger.post(`/v1/queues/${UNKNOWN_ID}/cases/search`, {}),
      );
    });
  });
});
