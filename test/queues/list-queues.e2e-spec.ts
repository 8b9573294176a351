import { listQueuesReply } from '../../libs/public-api/src/cases/queues.schemas';
import { restClient } from '../support/rest-client';
import { expectError, givenCase, givenQueue, useQueues } from './support/queues-world';

const PATH = '/v1/queues';

describe('GET /v1/queues', () => {
  const world = useQueues();
  const list = (query: object = {}) => world.as('viewer').get(PATH, query);
  const read = async (query: object = {}) => {
    const reply = await list(query);
    expect(reply.status).toBe(200);
    return listQueuesReply.parse(reply.body);
  };
  const namesOf = async (query: object = {}) => (await read(query)).queues.map(({ name }) => name);

  describe('200', () => {
    it('orders by name, whatever the case of its letters', async () => {
      for (const name of ['beta', 'Gamma', 'alpha', 'Ähre', 'a-b']) await givenQueue(world, { name });
      expect(await namesOf()).toEqual(['a-b', 'alpha', 'beta', 'Gamma', 'Ähre']);
    });

    it('counts the cases of each queue by status', async () => {
      const busy = await givenQueue(world, { name: 'Busy' });
      await givenQueue(world, { name: 'Empty' });
      const statuses = [
        'pending',
        'pending',
        'in_progress',
        'needs_input',
        'postponed',
        'completed',
        'failed',
      ];
      for (const status of statuses) await givenCase(world, busy, { status });
      const { queues } = await read();
      expect(queues.map(({ case_counts }) => case_counts)).toEqual([
        { pending: 2, in_progress: 1, needs_input: 1, postponed: 1, completed: 1, failed: 1, total: 7 },
        { pending: 0, in_progress: 0, needs_input: 0, postponed: 0, completed: 0, failed: 0, total: 0 },
      ]);
    });

    it('asks the database the same number of questions however many queues there are', async () => {
      const handle = world.app.database.handle;
      const select = jest.spyOn(handle, 'select');
      const key = world.app.world.acme.keys.viewer;
      const questions = async () => {
        select.mockClear();
        await restClient(world.app.ownUrl)('GET', PATH, { key });
        return select.mock.calls.length;
      };
      for (let count = 0; count < 2; count += 1) await givenQueue(world);
      const few = await questions();
      for (let count = 0; count < 10; count += 1) await givenCase(world, await givenQueue(world));
      expect(few).toBeGreaterThan(0);
      expect(await questions()).toBe(few);
      select.mockRestore();
    });

    it('searches name and description, ignoring case and taking wildcards literally', async () => {
      await givenQueue(world, { name: 'Invoices', description: '100% of SUPPLIERS' });
      await givenQueue(world, { name: 'Support_inbox' });
      expect(await namesOf({ search: 'suppliers' })).toEqual(['Invoices']);
      expect(await namesOf({ search: 'VOICE' })).toEqual(['Invoices']);
      expect(await namesOf({ search: '%' })).toEqual(['Invoices']);
      expect(await namesOf({ search: '_' })).toEqual(['Support_inbox']);
      expect(await namesOf({ search: '\\' })).toEqual([]);
      expect(await namesOf({ search: '' })).toHaveLength(2);
    });

    it('pages', async () => {
      for (const name of ['a', 'b', 'c']) await givenQueue(world, { name });
      expect(await list({ limit: 1, offset: 1 })).toMatchObject({
        body: { queues: [{ name: 'b' }], total: 3, limit: 1, offset: 1 },
      });
      expect(await list({ offset: 3 })).toMatchObject({ body: { queues: [], total: 3, limit: 250 } });
    });

    it('shows nothing of another team', async () => {
      const queueId = await givenQueue(world, {}, world.stranger);
      await givenCase(world, queueId, { teamId: world.app.world.globex.teamId });
      expect(await read()).toMatchObject({ queues: [], total: 0 });
    });
  });

  describe('400', () => {
    it.each([
      ['limit', { limit: 0 }],
      ['limit', { limit: 251 }],
      ['offset', { offset: -1 }],
      ['search', { search: 'a'.repeat(201) }],
      ['search', { search: 'a\u0000' }],
      ['name', { name: 'a' }],
    ])('names the field %s (%#)', async (field, query) => {
      expectError(await list(query), 400, 'invalid_request', [field]);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await world.anonymous.get(PATH), 401, 'invalid_token');
    });
  });
});
