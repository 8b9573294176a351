import { labelReply } from '../../libs/public-api/src/cases/labels.schemas';
import {
  expectError,
  expectSameNotFound,
  givenCase,
  givenQueue,
  UNKNOWN_ID,
  useQueues,
} from '../queues/support/queues-world';
import { givenLabel, givenLabels, labelsOfQueue, labelsOn } from './support/labels';

describe('PATCH /v1/labels/{label_id}', () => {
  const world = useQueues();
  let queueId: string;
  beforeEach(async () => {
    queueId = await givenQueue(world);
  });
  const update = (id: string, body: unknown, caller = world.as('manager')) =>
    caller.patch(`/v1/labels/${id}`, body);

  describe('200', () => {
    it('changes what is given and nothing else', async () => {
      const id = await givenLabel(world, queueId, 'vendor:Globex', { color_hue: 7 });
      const reply = await update(id, { value: 'Globex Corp' });
      expect(reply.status).toBe(200);
      expect(labelReply.parse(reply.body).label).toEqual({
        id,
        queue_id: queueId,
        key: 'vendor',
        value: 'Globex Corp',
        color_hue: 7,
      });
      expect((await update(id, { color_hue: 0 })).body.label).toMatchObject({
        value: 'Globex Corp',
        color_hue: 0,
      });
      expect((await update(id, { key: '' })).body.label).toMatchObject({ key: '', value: 'Globex Corp' });
    });

    it('shows on every case that has the label', async () => {
      const caseId = await givenCase(world, queueId);
      const [id] = await givenLabels(world, caseId, ['vendor:Globex']);
      await update(id!, { key: 'supplier' });
      expect(await labelsOn(world, caseId)).toEqual(['supplier:Globex']);
    });

    it('lets a label keep its name, or change its case', async () => {
      const id = await givenLabel(world, queueId, 'vendor:Globex');
      expect((await update(id, { key: 'vendor', value: 'Globex' })).status).toBe(200);
      expect((await update(id, { value: 'GLOBEX' })).body.label.value).toBe('GLOBEX');
    });

    it('lets two queues have one name', async () => {
      await givenLabel(world, await givenQueue(world), 'urgent');
      expect((await update(await givenLabel(world, queueId, 'late'), { value: 'urgent' })).status).toBe(200);
    });
  });

  describe('400', () => {
    it.each([
      ['body', {}],
      ['value', { value: '' }],
      ['value', { value: null }],
      ['key', { key: null }],
      ['key', { key: 'x'.repeat(51) }],
      ['color_hue', { color_hue: 361 }],
      ['color_hue', { color_hue: null }],
      ['queue_id', { value: 'x', queue_id: UNKNOWN_ID }],
    ])('names the field %s (%#)', async (field, body) => {
      expectError(await update(await givenLabel(world, queueId), body), 400, 'invalid_request', [field]);
    });

    it('refuses a malformed id', async () => {
      expectError(await update('urgent', { value: 'x' }), 400, 'invalid_request', ['label_id']);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await update(UNKNOWN_ID, { value: 'x' }, world.anonymous), 401, 'invalid_token');
    });
  });

  describe('403', () => {
    it.each(['builder', 'member', 'viewer'] as const)(
      'asks for queues:manage, which a %s lacks',
      async (role) => {
        expectError(await update(UNKNOWN_ID, { value: 'x' }, world.as(role)), 403, 'forbidden');
      },
    );

    it('asks for the scope mcp:write', async () => {
      expectError(await update(UNKNOWN_ID, { value: 'x' }, world.readOnly), 403, 'insufficient_scope');
    });
  });

  describe('404', () => {
    it("answers another team's label as an unknown one", async () => {
      const id = await givenLabel(world, queueId, 'ours');
      const body = { value: 'theirs' };
      expectSameNotFound(
        await update(id, body, world.stranger),
        await update(UNKNOWN_ID, body, world.stranger),
      );
      expect(await labelsOfQueue(world, queueId)).toEqual({ ours: 0 });
    });
  });

  describe('409', () => {
    it.each([
      ['value', 'vendor:Initech', { value: 'Globex' }],
      ['key', 'supplier:Globex', { key: 'vendor' }],
      ['both', 'urgent', { key: 'vendor', value: 'Globex' }],
    ])('refuses the name of another label of the queue, by %s', async (_, name, body) => {
      await givenLabel(world, queueId, 'vendor:Globex');
      const id = await givenLabel(world, queueId, name);
      expectError(await update(id, body), 409, 'label_exists', ['value']);
      expect(await labelsOfQueue(world, queueId)).toEqual({ 'vendor:Globex': 0, [name]: 0 });
    });
  });
});
