import { labelReply } from '../../libs/public-api/src/cases/labels.schemas';
import {
  expectError,
  expectSameNotFound,
  givenQueue,
  UNKNOWN_ID,
  useQueues,
} from '../queues/support/queues-world';
import { labelsOfQueue } from './support/labels';

describe('POST /v1/queues/{queue_id}/labels', () => {
  const world = useQueues();
  let queueId: string;
  beforeEach(async () => {
    queueId = await givenQueue(world);
  });
  const create = (body: object, headers = {}, id = queueId) =>
    world.as('member').post(`/v1/queues/${id}/labels`, body, headers);
  const hueOf = async (body: object) => (await create(body)).body.label.color_hue as number;

  describe('201', () => {
    it('creates a label without putting it on a case', async () => {
      const reply = await create({ key: 'vendor', value: 'Globex', color_hue: 360 });
      expect(reply.status).toBe(201);
      const { label } = labelReply.parse(reply.body);
      expect(label).toEqual({
        id: label.id,
        queue_id: queueId,
        key: 'vendor',
        value: 'Globex',
        color_hue: 360,
      });
      expect(await labelsOfQueue(world, queueId)).toEqual({ 'vendor:Globex': 0 });
    });

    it('takes a value alone for a plain tag', async () => {
      expect((await create({ value: 'urgent' })).body.label).toMatchObject({ key: '', value: 'urgent' });
    });

    it('derives a missing colour from the key, so that labels of a key look alike', async () => {
      const hue = await hueOf({ key: 'vendor', value: 'Globex' });
      expect(await hueOf({ key: 'vendor', value: 'Initech' })).toBe(hue);
      expect(await hueOf({ key: 'country', value: 'Globex' })).not.toBe(hue);
    });

    it('derives the colour of a plain tag from its value', async () => {
      expect(await hueOf({ value: 'urgent' })).not.toBe(await hueOf({ value: 'late' }));
    });

    it('keeps a colour of zero', async () => {
      expect(await hueOf({ value: 'red', color_hue: 0 })).toBe(0);
    });

    it('tells upper from lower case, a tag from a value, and one queue from another', async () => {
      const other = await givenQueue(world);
      const made = [
        await create({ key: 'vendor', value: 'Globex' }),
        await create({ key: 'vendor', value: 'globex' }),
        await create({ key: 'Vendor', value: 'Globex' }),
        await create({ value: 'Globex' }),
        await create({ key: 'vendor', value: 'Globex' }, {}, other),
      ];
      expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    });

    it('takes the longest fields, counted in characters', async () => {
      expect((await create({ key: '🦊'.repeat(50), value: '漢'.repeat(100) })).status).toBe(201);
    });
  });

  describe('Idempotency-Key', () => {
    it('gives the first reply again', async () => {
      const headers = { 'idempotency-key': 'label-1' };
      const first = await create({ value: 'urgent' }, headers);
      const again = await create({ value: 'urgent' }, headers);
      expect(again.status).toBe(201);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(again.body).toEqual(first.body);
    });

    it('refuses the key with another body', async () => {
      const headers = { 'idempotency-key': 'label-2' };
      await create({ value: 'urgent' }, headers);
      expectError(await create({ value: 'late' }, headers), 409, 'idempotency_conflict');
    });

    it('refuses the key with another queue', async () => {
      const headers = { 'idempotency-key': 'label-3' };
      await create({ value: 'urgent' }, headers);
      const elsewhere = await create({ value: 'urgent' }, headers, await givenQueue(world));
      expectError(elsewhere, 409, 'idempotency_conflict');
    });
  });

  describe('400', () => {
    it.each([
      ['value', {}],
      ['value', { value: '' }],
      ['value', { value: 'x'.repeat(101) }],
      ['value', { value: 'a\u0000b' }],
      ['key', { key: 'x'.repeat(51), value: 'x' }],
      ['key', { key: null, value: 'x' }],
      ['color_hue', { value: 'x', color_hue: 361 }],
      ['color_hue', { value: 'x', color_hue: -1 }],
      ['color_hue', { value: 'x', color_hue: 1.5 }],
      ['color_hue', { value: 'x', color_hue: '10' }],
      ['id', { value: 'x', id: UNKNOWN_ID }],
    ])('names the field %s (%#)', async (field, body) => {
      expectError(await create(body), 400, 'invalid_request', [field]);
    });

    it('refuses a malformed id', async () => {
      expectError(await create({ value: 'x' }, {}, 'invoices'), 400, 'invalid_request', ['queue_id']);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      const reply = await world.anonymous.post(`/v1/queues/${queueId}/labels`, { value: 'x' });
      expectError(reply, 401, 'invalid_token');
    });
  });

  describe('403', () => {
    it('asks for cases:label, which a viewer lacks', async () => {
      const reply = await world.as('viewer').post(`/v1/queues/${queueId}/labels`, { value: 'x' });
      expectError(reply, 403, 'forbidden');
    });

    it('asks for the scope mcp:write', async () => {
      const reply = await world.readOnly.post(`/v1/queues/${queueId}/labels`, { value: 'x' });
      expectError(reply, 403, 'insufficient_scope');
    });
  });

  describe('404', () => {
    it("answers another team's queue as an unknown one", async () => {
      const body = { value: 'theirs' };
      expectSameNotFound(
        await world.stranger.post(`/v1/queues/${queueId}/labels`, body),
        await world.stranger.post(`/v1/queues/${UNKNOWN_ID}/labels`, body),
      );
      expect(await labelsOfQueue(world, queueId)).toEqual({});
    });
  });

  describe('409', () => {
    it('refuses a label that the queue has', async () => {
      await create({ key: 'vendor', value: 'Globex' });
      const again = await create({ key: 'vendor', value: 'Globex', color_hue: 3 });
      expectError(again, 409, 'label_exists', ['value']);
    });

    it('lets one of two callers create a label', async () => {
      for (const value of ['a', 'b', 'c']) {
        const replies = await Promise.all([create({ value }), create({ value })]);
        expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
      }
    });
  });
});
