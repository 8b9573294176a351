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
import { givenLabel, givenLabels, labelsOfQueue, labelsOn, nameOf, tags } from './support/labels';

describe('POST /v1/cases/{case_id}/labels/unlink', () => {
  const world = useQueues();
  let queueId: string;
  let caseId: string;
  beforeEach(async () => {
    queueId = await givenQueue(world);
    caseId = await givenCase(world, queueId);
  });
  const unlink = (ids: unknown, id = caseId, caller = world.as('member')) =>
    caller.post(`/v1/cases/${id}/labels/unlink`, { label_ids: ids });

  describe('200', () => {
    it('takes labels off the case and leaves them on the queue and on other cases', async () => {
      const [a, , c] = await givenLabels(world, caseId, ['a', 'b', 'c']);
      await givenLabels(world, await givenCase(world, queueId), ['a']);
      const reply = await unlink([c, a]);
      expect(reply.status).toBe(200);
      expect(caseLabelsReply.parse(reply.body).labels.map(nameOf)).toEqual(['b']);
      expect(await labelsOfQueue(world, queueId)).toEqual({ a: 1, b: 1, c: 0 });
    });

    it('ignores ids that are not on the case', async () => {
      const [a] = await givenLabels(world, caseId, ['a', 'b']);
      const unused = await givenLabel(world, queueId, 'unused');
      const reply = await unlink([UNKNOWN_ID, unused, a, a!.toUpperCase()]);
      expect(reply.body.labels.map(nameOf)).toEqual(['b']);
    });

    it('takes 50 ids at once', async () => {
      const ids = await givenLabels(world, caseId, tags(50));
      expect((await unlink(ids)).body).toEqual({ labels: [] });
    });
  });

  describe('history', () => {
    it('says who changed the labels, and that the case changed', async () => {
      const [a] = await givenLabels(world, caseId, ['a']);
      const before = await changedAt(world, caseId);
      await unlink([a], caseId, world.as('owner'));
      const { member, owner } = world.app.world.acme.userIds;
      expect(await historyOf(world, caseId)).toEqual([
        { type: 'labels_changed', actorType: 'user', actorId: member },
        { type: 'labels_changed', actorType: 'user', actorId: owner },
      ]);
      expect((await changedAt(world, caseId)).getTime()).toBeGreaterThan(before.getTime());
    });

    it('says nothing when nothing changed', async () => {
      const before = await changedAt(world, caseId);
      expect((await unlink([UNKNOWN_ID])).body).toEqual({ labels: [] });
      expect(await historyOf(world, caseId)).toEqual([]);
      expect(await changedAt(world, caseId)).toEqual(before);
    });
  });

  describe('400', () => {
    it.each([
      ['label_ids', undefined],
      ['label_ids', []],
      ['label_ids', Array(51).fill(UNKNOWN_ID)],
      ['label_ids.0', ['urgent']],
      ['label_ids', UNKNOWN_ID],
    ])('names the field %s (%#)', async (field, ids) => {
      expectError(await unlink(ids), 400, 'invalid_request', [field]);
    });

    it('refuses a malformed id', async () => {
      expectError(await unlink([UNKNOWN_ID], 'INV-1001'), 400, 'invalid_request', ['case_id']);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await unlink([UNKNOWN_ID], caseId, world.anonymous), 401, 'invalid_token');
    });
  });

  describe('403', () => {
    it('asks for cases:label, which a viewer lacks', async () => {
      expectError(await unlink([UNKNOWN_ID], caseId, world.as('viewer')), 403, 'forbidden');
    });

    it('asks for the scope mcp:write', async () => {
      expectError(await unlink([UNKNOWN_ID], caseId, world.readOnly), 403, 'insufficient_scope');
    });
  });

  describe('404', () => {
    it("answers another team's case as an unknown one", async () => {
      const ids = await givenLabels(world, caseId, ['a']);
      expectSameNotFound(
        await unlink(ids, caseId, world.stranger),
        await unlink(ids, UNKNOWN_ID, world.stranger),
      );
      expect(await labelsOn(world, caseId)).toEqual(['a']);
    });
  });

  describe('at the same time', () => {
    it('notes one change however many callers take the same label off', async () => {
      const ids = await givenLabels(world, caseId, ['a']);
      const replies = await Promise.all([unlink(ids), unlink(ids), unlink(ids)]);
      expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(await historyOf(world, caseId)).toHaveLength(2);
    });
  });
});
