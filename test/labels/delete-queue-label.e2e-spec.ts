import { deletedLabelReply } from '../../libs/public-api/src/cases/labels.schemas';
import {
  expectError,
  expectSameNotFound,
  givenCase,
  givenQueue,
  UNKNOWN_ID,
  useQueues,
} from '../queues/support/queues-world';
import { givenLabel, givenLabels, labelsOfQueue, labelsOn } from './support/labels';

describe('DELETE /v1/labels/{label_id}', () => {
  const world = useQueues();
  let queueId: string;
  beforeEach(async () => {
    queueId = await givenQueue(world);
  });
  const remove = (id: string, caller = world.as('manager')) => caller.delete(`/v1/labels/${id}`);

  describe('200', () => {
    it('takes the label off its cases, which stay with their other labels', async () => {
      const cases = [await givenCase(world, queueId), await givenCase(world, queueId)];
      let id = '';
      for (const caseId of cases) [id] = (await givenLabels(world, caseId, ['a', 'b'])) as [string];
      const reply = await remove(id);
      expect(reply.status).toBe(200);
      expect(deletedLabelReply.parse(reply.body)).toEqual({ success: true, unlinked_case_count: 2 });
      for (const caseId of cases) expect(await labelsOn(world, caseId)).toEqual(['b']);
      expect(await labelsOfQueue(world, queueId)).toEqual({ b: 2 });
    });

    it('deletes a label that no case has', async () => {
      const id = await givenLabel(world, queueId);
      expect((await remove(id)).body).toEqual({ success: true, unlinked_case_count: 0 });
      await givenLabel(world, queueId);
    });
  });

  describe('400', () => {
    it('refuses a malformed id', async () => {
      expectError(await remove('urgent'), 400, 'invalid_request', ['label_id']);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await remove(UNKNOWN_ID, world.anonymous), 401, 'invalid_token');
    });
  });

  describe('403', () => {
    it.each(['builder', 'member', 'viewer'] as const)(
      'asks for queues:manage, which a %s lacks',
      async (role) => {
        expectError(await remove(UNKNOWN_ID, world.as(role)), 403, 'forbidden');
      },
    );

    it('asks for the scope mcp:write', async () => {
      expectError(await remove(UNKNOWN_ID, world.readOnly), 403, 'insufficient_scope');
    });
  });

  describe('404', () => {
    it("answers another team's label as an unknown one", async () => {
      const id = await givenLabel(world, queueId);
      expectSameNotFound(await remove(id, world.stranger), await remove(UNKNOWN_ID, world.stranger));
      expect(await labelsOfQueue(world, queueId)).toEqual({ urgent: 0 });
    });

    it('knows a deleted label no more', async () => {
      const id = await givenLabel(world, queueId);
      await remove(id);
      expectError(await remove(id), 404, 'not_found');
    });
  });

  describe('at the same time', () => {
    it('lets one of two callers delete a label', async () => {
      const id = await givenLabel(world, queueId);
      const replies = await Promise.all([remove(id), remove(id)]);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 404]);
    });
  });
});
