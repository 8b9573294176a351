import { queueLabelsReply } from '../../libs/public-api/src/cases/labels.schemas';
import {
  expectError,
  expectSameNotFound,
  givenCase,
  givenQueue,
  UNKNOWN_ID,
  useQueues,
} from '../queues/support/queues-world';
import { givenLabel, givenLabels, nameOf } from './support/labels';

describe('GET /v1/queues/{queue_id}/labels', () => {
  const world = useQueues();
  let queueId: string;
  beforeEach(async () => {
    queueId = await givenQueue(world);
  });
  const list = (query: object = {}, id = queueId) => world.as('viewer').get(`/v1/queues/${id}/labels`, query);
  const namesOf = async (query: object = {}) => {
    const reply = await list(query);
    expect(reply.status).toBe(200);
    return queueLabelsReply.parse(reply.body).labels.map(nameOf);
  };

  describe('200', () => {
    it('orders by key, then by value; plain tags have no key and come first', async () => {
      for (const name of ['vendor:b', 'urgent', 'vendor:a', 'Vendor:z', 'Late', 'ünit:1', 'vendor:B'])
        await givenLabel(world, queueId, name);
      expect(await namesOf()).toEqual([
        'Late',
        'urgent',
        'Vendor:z',
        'vendor:B',
        'vendor:a',
        'vendor:b',
        'ünit:1',
      ]);
    });

    it('counts the cases that have each label', async () => {
      for (const names of [['urgent', 'vendor:Globex'], ['urgent'], []] as string[][]) {
        const caseId = await givenCase(world, queueId);
        if (names.length > 0) await givenLabels(world, caseId, names);
      }
      await givenLabel(world, queueId, 'unused');
      const { labels } = queueLabelsReply.parse((await list()).body);
      expect(labels.map((label) => [nameOf(label), label.case_count])).toEqual([
        ['unused', 0],
        ['urgent', 2],
        ['vendor:Globex', 1],
      ]);
    });

    it('shows the labels of this queue alone', async () => {
      const other = await givenQueue(world);
      await givenLabel(world, other, 'elsewhere');
      await givenLabel(world, queueId, 'here', { color_hue: 17 });
      const { labels, total } = queueLabelsReply.parse((await list()).body);
      expect(total).toBe(1);
      expect(labels).toEqual([
        { id: labels[0]!.id, queue_id: queueId, key: '', value: 'here', color_hue: 17, case_count: 0 },
      ]);
    });

    it('searches key and value as people write them, ignoring case and taking wildcards literally', async () => {
      for (const name of ['vendor:Globex', 'urgent', 'share:100%', 'a_b']) {
        await givenLabel(world, queueId, name);
      }
      expect(await namesOf({ search: 'GLOB' })).toEqual(['vendor:Globex']);
      expect(await namesOf({ search: 'vendor:glo' })).toEqual(['vendor:Globex']);
      expect(await namesOf({ search: ':' })).toEqual(['share:100%', 'vendor:Globex']);
      expect(await namesOf({ search: '%' })).toEqual(['share:100%']);
      expect(await namesOf({ search: '_' })).toEqual(['a_b']);
      expect(await namesOf({ search: '\\' })).toEqual([]);
    });

    it('pages', async () => {
      for (const name of ['a', 'b', 'c']) await givenLabel(world, queueId, name);
      expect(await list({ limit: 1, offset: 1 })).toMatchObject({
        body: { labels: [{ value: 'b' }], total: 3, limit: 1, offset: 1 },
      });
      expect(await list({ offset: 3 })).toMatchObject({ body: { labels: [], total: 3, limit: 1000 } });
    });
  });

  describe('400', () => {
    it.each([
      ['limit', { limit: 0 }],
      ['limit', { limit: 1001 }],
      ['offset', { offset: -1 }],
      ['search', { search: 'a'.repeat(201) }],
      ['key', { key: 'vendor' }],
    ])('names the field %s (%#)', async (field, query) => {
      expectError(await list(query), 400, 'invalid_request', [field]);
    });

    it('refuses a malformed id', async () => {
      expectError(await list({}, 'invoices'), 400, 'invalid_request', ['queue_id']);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await world.anonymous.get(`/v1/queues/${queueId}/labels`), 401, 'invalid_token');
    });
  });

  describe('404', () => {
    it("answers another team's queue as an unknown one", async () => {
      expectSameNotFound(
        await world.stranger.get(`/v1/queues/${queueId}/labels`),
        await world.stranger.get(`/v1/queues/${UNKNOWN_ID}/labels`),
      );
    });
  });
});
