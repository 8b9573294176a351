import { queueDetailReply } from '../../libs/public-api/src/cases/queues.schemas';
import {
  createAgent,
  expectError,
  expectSameNotFound,
  givenCase,
  givenLiveAgent,
  givenQueue,
  UNKNOWN_ID,
  useQueues,
} from './support/queues-world';

describe('GET /v1/queues/{queue_id}', () => {
  const world = useQueues();
  const get = (id: string, caller = world.as('viewer')) => caller.get(`/v1/queues/${id}`);
  const read = async (id: string) => queueDetailReply.parse((await get(id)).body).queue;

  describe('200', () => {
    it('shows the queue with its counts', async () => {
      const id = await givenQueue(world, { name: 'Invoices' });
      await givenCase(world, id, { status: 'failed' });
      expect(await read(id)).toMatchObject({
        id,
        name: 'Invoices',
        case_counts: { failed: 1, pending: 0, total: 1 },
        consumers: [],
        producers: [],
      });
    });

    it('names the agents whose live revision takes or adds cases', async () => {
      const id = await givenQueue(world);
      const other = await givenQueue(world);
      const taker = await givenLiveAgent(
        world,
        { consumes: [{ queue_id: id, auto_start: true, concurrency: 3 }] },
        'Taker',
      );
      const both = await givenLiveAgent(world, { consumes: [{ queue_id: id }], produces: [id] }, 'Both');
      await givenLiveAgent(world, { consumes: [{ queue_id: other }], produces: [other] });
      const queue = await read(id);
      expect(queue.consumers).toEqual([
        { agent_id: both.id, name: 'Both', auto_start: false, concurrency: 1 },
        { agent_id: taker.id, name: 'Taker', auto_start: true, concurrency: 3 },
      ]);
      expect(queue.producers).toEqual([{ agent_id: both.id, name: 'Both' }]);
    });

    it('does not count drafts', async () => {
      const id = await givenQueue(world);
      const config = { consumes: [{ queue_id: id }], produces: [id] };
      expect((await createAgent(world, config, { promote: false })).status).toBe(201);
      expect(await read(id)).toMatchObject({ consumers: [], producers: [] });
    });

    it('takes an id in upper case', async () => {
      const id = await givenQueue(world);
      expect((await get(id.toUpperCase())).body.queue.id).toBe(id);
    });
  });

  describe('400', () => {
    it('refuses a malformed id', async () => {
      expectError(await get('invoices'), 400, 'invalid_request', ['queue_id']);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await get(UNKNOWN_ID, world.anonymous), 401, 'invalid_token');
    });
  });

  describe('404', () => {
    it("answers another team's id as an unknown one", async () => {
      const id = await givenQueue(world);
      expectSameNotFound(await get(id, world.stranger), await get(UNKNOWN_ID, world.stranger));
    });
  });
});
