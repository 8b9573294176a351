import { queueReply } from '../../libs/public-api/src/cases/queues.schemas';
import {
  expectError,
  expectSameNotFound,
  givenCase,
  givenQueue,
  UNKNOWN_ID,
  useQueues,
} from './support/queues-world';

describe('PATCH /v1/queues/{queue_id}', () => {
  const world = useQueues();
  const update = (id: string, body: unknown, caller = world.as('manager')) =>
    caller.patch(`/v1/queues/${id}`, body);

  describe('200', () => {
    it('changes what is given and nothing else', async () => {
      const id = await givenQueue(world, { name: 'Old' });
      await givenCase(world, id);
      await update(id, { description: 'What for' });
      const reply = await update(id, { name: 'New' }, world.as('owner'));
      expect(reply.status).toBe(200);
      const { queue } = queueReply.parse(reply.body);
      expect(queue).toMatchObject({
        name: 'New',
        description: 'What for',
        case_counts: { pending: 1, total: 1 },
        created_by: world.app.world.acme.userIds.manager,
      });
      expect(queue.updated_at > queue.created_at).toBe(true);
    });

    it('clears the description by null', async () => {
      const id = await givenQueue(world, { description: 'x' });
      expect((await update(id, { description: null })).body.queue.description).toBeNull();
    });

    it('lets a queue keep its name in another case', async () => {
      const id = await givenQueue(world, { name: 'Support' });
      expect(await update(id, { name: 'SUPPORT' })).toMatchObject({
        status: 200,
        body: { queue: { name: 'SUPPORT' } },
      });
    });
  });

  describe('400', () => {
    it.each([
      ['body', {}],
      ['name', { name: null }],
      ['name', { name: '' }],
      ['description', { description: 'x'.repeat(501) }],
      ['id', { name: 'x', id: UNKNOWN_ID }],
    ])('names the field %s (%#)', async (field, body) => {
      expectError(await update(await givenQueue(world), body), 400, 'invalid_request', [field]);
    });

    it('refuses a malformed id', async () => {
      expectError(await update('invoices', { name: 'x' }), 400, 'invalid_request', ['queue_id']);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await update(UNKNOWN_ID, { name: 'x' }, world.anonymous), 401, 'invalid_token');
    });
  });

  describe('403', () => {
    it.each(['builder', 'member', 'viewer'] as const)(
      'asks for queues:manage, which a %s lacks',
      async (role) => {
        expectError(await update(UNKNOWN_ID, { name: 'x' }, world.as(role)), 403, 'forbidden');
      },
    );

    it('asks for the scope mcp:write', async () => {
      expectError(await update(UNKNOWN_ID, { name: 'x' }, world.readOnly), 403, 'insufficient_scope');
    });
  });

  describe('404', () => {
    it("answers another team's id as an unknown one", async () => {
      const id = await givenQueue(world, { name: 'Ours' });
      const body = { name: 'Theirs' };
      expectSameNotFound(
        await update(id, body, world.stranger),
        await update(UNKNOWN_ID, body, world.stranger),
      );
      expect((await world.as('viewer').get(`/v1/queues/${id}`)).body.queue.name).toBe('Ours');
    });
  });

  describe('409', () => {
    it('refuses the name of another queue, ignoring case', async () => {
      await givenQueue(world, { name: 'Support' });
      const id = await givenQueue(world, { name: 'Invoices' });
      expectError(await update(id, { name: 'support' }), 409, 'name_taken', ['name']);
    });
  });
});
