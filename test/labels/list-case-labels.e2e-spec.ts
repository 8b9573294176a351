import { caseLabelsReply } from '../../libs/public-api/src/cases/labels.schemas';
import {
  expectError,
  expectSameNotFound,
  givenCase,
  givenQueue,
  UNKNOWN_ID,
  useQueues,
} from '../queues/support/queues-world';
import { givenLabel, givenLabels, nameOf } from './support/labels';

describe('GET /v1/cases/{case_id}/labels', () => {
  const world = useQueues();
  const list = (id: string, caller = world.as('viewer')) => caller.get(`/v1/cases/${id}/labels`);

  describe('200', () => {
    it('shows the labels of this case alone, by key and value, without counts', async () => {
      const queueId = await givenQueue(world);
      const caseId = await givenCase(world, queueId);
      await givenLabel(world, queueId, 'unused');
      await givenLabels(world, caseId, ['vendor:b', 'urgent', 'vendor:B', 'Late']);
      await givenLabels(world, await givenCase(world, queueId), ['elsewhere']);
      const reply = await list(caseId);
      expect(reply.status).toBe(200);
      const { labels } = caseLabelsReply.parse(reply.body);
      expect(labels.map(nameOf)).toEqual(['Late', 'urgent', 'vendor:B', 'vendor:b']);
      expect(labels.map(({ queue_id }) => queue_id)).toEqual(Array(4).fill(queueId));
    });

    it('may be empty', async () => {
      expect((await list(await givenCase(world, await givenQueue(world)))).body).toEqual({ labels: [] });
    });
  });

  describe('400', () => {
    it('refuses a malformed id', async () => {
      expectError(await list('INV-1001'), 400, 'invalid_request', ['case_id']);
    });

    it('takes no query', async () => {
      const reply = await world.as('viewer').get(`/v1/cases/${UNKNOWN_ID}/labels`, { limit: 1 });
      expectError(reply, 400, 'invalid_request', ['limit']);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await list(UNKNOWN_ID, world.anonymous), 401, 'invalid_token');
    });
  });

  describe('404', () => {
    it("answers another team's case as an unknown one", async () => {
      const caseId = await givenCase(world, await givenQueue(world));
      expectSameNotFound(await list(caseId, world.stranger), await list(UNKNOWN_ID, world.stranger));
    });
  });
});
