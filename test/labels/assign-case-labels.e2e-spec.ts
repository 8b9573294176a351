import { caseLabelsReply } from '../../libs/public-api/src/cases/labels.schemas';
import {
  expectError,
  expectSameNotFound,
  givenCase,
  givenQueue,
  UNKNOWN_ID,
  useQueues,
} from '../queues/support/queues-world';
import { changedAt, historyOf } from './support/history';
import { assign, givenLabel, givenLabels, labelsOfQueue, labelsOn, nameOf, tags } from './support/labels';

describe('POST /v1/cases/{case_id}/labels', () => {
  const world = useQueues();
  let queueId: string;
  let caseId: string;
  beforeEach(async () => {
    queueId = await givenQueue(world);
    caseId = await givenCase(world, queueId);
  });
  const post = (labels: unknown, id = caseId, caller = world.as('member')) =>
    caller.post(`/v1/cases/${id}/labels`, { labels });

  describe('200', () => {
    it('puts labels on a case and creates those that the queue lacks', async () => {
      const id = await givenLabel(world, queueId, 'urgent', { color_hue: 5 });
      const reply = await assign(world, caseId, ['vendor:Globex', 'urgent']);
      expect(reply.status).toBe(200);
      const { labels } = caseLabelsReply.parse(reply.body);
      expect(labels.map(nameOf)).toEqual(['urgent', 'vendor:Globex']);
      expect(labels[0]).toEqual({ id, queue_id: queueId, key: '', value: 'urgent', color_hue: 5 });
      expect(await labelsOfQueue(world, queueId)).toEqual({ urgent: 1, 'vendor:Globex': 1 });
    });

    it('gives a created label the colour that creating it by itself would', async () => {
      const other = await givenQueue(world);
      await givenLabel(world, other, 'vendor:Globex');
      const alone = (await world.as('viewer').get(`/v1/queues/${other}/labels`)).body.labels[0];
      const { labels } = (await assign(world, caseId, ['vendor:Globex'])).body;
      expect(labels[0].color_hue).toBe(alone.color_hue);
    });

    it('adds to the labels that are there', async () => {
      await givenLabels(world, caseId, ['a']);
      expect((await assign(world, caseId, ['b'])).body.labels.map(nameOf)).toEqual(['a', 'b']);
    });

    it('tells upper from lower case', async () => {
      await assign(world, caseId, ['urgent', 'Urgent']);
      expect(await labelsOn(world, caseId)).toEqual(['Urgent', 'urgent']);
    });

    it('counts a repeated label once', async () => {
      const reply = await post([{ value: 'a' }, { key: '', value: 'a' }, { value: 'a' }]);
      expect(reply.body.labels.map(nameOf)).toEqual(['a']);
      expect(await historyOf(world, caseId)).toHaveLength(1);
    });

    it('keeps apart what looks alike', async () => {
      const pairs = [
        { key: 'a', value: 'b:c' },
        { key: 'a:b', value: 'c' },
        { key: '"a"', value: '\\"b' },
        { key: "a'", value: "b';--" },
      ];
      const { labels } = (await post(pairs)).body;
      expect(labels).toHaveLength(4);
      expect(labels.map(({ key, value }: any) => ({ key, value }))).toEqual(expect.arrayContaining(pairs));
    });

    it('takes the longest names', async () => {
      const name = { key: '🦊'.repeat(50), value: '漢'.repeat(100) };
      expect((await post([name])).body.labels).toMatchObject([name]);
    });

    it('fills a case up to 50 labels, those it has counted once', async () => {
      await givenLabels(world, caseId, tags(10));
      expect((await assign(world, caseId, tags(50))).body.labels.map(nameOf)).toEqual(tags(50));
    });
  });

  describe('history', () => {
    it('says who changed the labels, and that the case changed', async () => {
      const before = await changedAt(world, caseId);
      await assign(world, caseId, ['a', 'b']);
      const { member } = world.app.world.acme.userIds;
      expect(await historyOf(world, caseId)).toEqual([
        { type: 'labels_changed', actorType: 'user', actorId: member },
      ]);
      expect((await changedAt(world, caseId)).getTime()).toBeGreaterThan(before.getTime());
    });

    it('says nothing when nothing changed', async () => {
      await assign(world, caseId, ['a', 'b']);
      const before = await changedAt(world, caseId);
      const again = await assign(world, caseId, ['b', 'a']);
      expect(again.body.labels.map(nameOf)).toEqual(['a', 'b']);
      expect(await historyOf(world, caseId)).toHaveLength(1);
      expect(await changedAt(world, caseId)).toEqual(before);
    });
  });

  describe('400', () => {
    it.each([
      ['labels', undefined],
      ['labels', []],
      ['labels', Array(51).fill({ value: 'a' })],
      ['labels.0.value', [{}]],
      ['labels.0.value', [{ value: '' }]],
      ['labels.1.value', [{ value: 'a' }, { value: 'x'.repeat(101) }]],
      ['labels.0.value', [{ value: 'a\u0000' }]],
      ['labels.0.key', [{ key: 'x'.repeat(51), value: 'a' }]],
      ['labels.0.key', [{ key: null, value: 'a' }]],
      ['labels.0.color_hue', [{ value: 'a', color_hue: 1 }]],
      ['labels.0', ['urgent']],
    ])('names the field %s (%#)', async (field, labels) => {
      expectError(await post(labels), 400, 'invalid_request', [field]);
      expect(await labelsOfQueue(world, queueId)).toEqual({});
    });

    it('refuses a malformed id', async () => {
      expectError(await assign(world, 'INV-1001', ['a']), 400, 'invalid_request', ['case_id']);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await assign(world, caseId, ['a'], world.anonymous), 401, 'invalid_token');
    });
  });

  describe('403', () => {
    it('asks for cases:label, which a viewer lacks', async () => {
      expectError(await assign(world, caseId, ['a'], world.as('viewer')), 403, 'forbidden');
    });

    it('asks for the scope mcp:write', async () => {
      expectError(await assign(world, caseId, ['a'], world.readOnly), 403, 'insufficient_scope');
    });
  });

  describe('404', () => {
    it("answers another team's case as an unknown one", async () => {
      expectSameNotFound(
        await assign(world, caseId, ['a'], world.stranger),
        await assign(world, UNKNOWN_ID, ['a'], world.stranger),
      );
      expect(await labelsOfQueue(world, queueId)).toEqual({});
    });
  });

  describe('409', () => {
    it('refuses more than 50 labels on a case and then changes nothing', async () => {
      await givenLabels(world, caseId, tags(49));
      const refused = await assign(world, caseId, ['one', 'two']);
      expectError(refused, 409, 'label_limit');
      expect(await labelsOn(world, caseId)).toEqual(tags(49));
      expect(Object.keys(await labelsOfQueue(world, queueId))).toEqual(tags(49));
      expect((await assign(world, caseId, ['one', 'tag000', 'one'])).status).toBe(200);
    });
  });

  describe('at the same time', () => {
    const DEADLOCK_ROUNDS = 10;

    it('cannot pass the limit together', async () => {
      await givenLabels(world, caseId, tags(40));
      const replies = await Promise.all([
        assign(world, caseId, tags(10, 'x')),
        assign(world, caseId, tags(10, 'y')),
      ]);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(await labelsOn(world, caseId)).toHaveLength(50);
    });

    it('creates labels once, whoever names them in whatever order', async () => {
      for (let round = 0; round < DEADLOCK_ROUNDS; round += 1) {
        const names = tags(30, `r${round}-`);
        const cases = await Promise.all([1, 2, 3, 4].map(() => givenCase(world, queueId)));
        const replies = await Promise.all(
          cases.map((id, index) => assign(world, id, index % 2 === 0 ? names : names.toReversed())),
        );
        expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
        const ids = replies.map(({ body }) => body.labels.map(({ id }: { id: string }) => id));
        expect(new Set(ids.map((list) => list.join())).size).toBe(1);
      }
    });

    it('gets on with labels that others rename and delete', async () => {
      const manager = world.as('manager');
      for (let round = 0; round < DEADLOCK_ROUNDS; round += 1) {
        const renamed = await givenLabel(world, queueId, `renamed${round}`);
        const deleted = await givenLabel(world, queueId, `deleted${round}`);
        const names = [`renamed${round}`, `target${round}`, `deleted${round}`];
        const [assigned, renaming, deleting] = await Promise.all([
          assign(world, await givenCase(world, queueId), names),
          manager.patch(`/v1/labels/${renamed}`, { value: `target${round}` }),
          manager.delete(`/v1/labels/${deleted}`),
        ]);
        expect(assigned.status).toBe(200);
        expect([200, 409]).toContain(renaming.status);
        expect(deleting.status).toBe(200);
      }
    });
  });
});
