import { queueReply } from '../../libs/public-api/src/cases/queues.schemas';
import { expectError, givenQueue, useQueues } from './support/queues-world';

const PATH = '/v1/queues';

describe('POST /v1/queues', () => {
  const world = useQueues();
  const create = (body: object, headers = {}) => world.as('manager').post(PATH, body, headers);

  describe('201', () => {
    it('creates an empty queue', async () => {
      const reply = await create({ name: 'Incoming invoices', description: 'From the mailbox' });
      expect(reply.status).toBe(201);
      const { queue } = queueReply.parse(reply.body);
      expect(queue).toEqual({
        id: queue.id,
        team_id: world.app.world.acme.teamId,
        name: 'Incoming invoices',
        description: 'From the mailbox',
        case_counts: {
          pending: 0,
          in_progress: 0,
          needs_input: 0,
          postponed: 0,
          completed: 0,
          failed: 0,
          total: 0,
        },
        created_by: world.app.world.acme.userIds.manager,
        created_at: queue.created_at,
        updated_at: queue.created_at,
      });
    });

    it('needs no description', async () => {
      expect((await create({ name: 'Plain' })).body.queue.description).toBeNull();
    });

    it('takes the longest fields, counted in characters', async () => {
      const reply = await create({ name: '🦊'.repeat(100), description: '漢'.repeat(500) });
      expect(reply.status).toBe(201);
    });

    it('lets two teams use one name', async () => {
      await create({ name: 'Support' });
      expect((await world.stranger.post(PATH, { name: 'Support' })).status).toBe(201);
    });
  });

  describe('Idempotency-Key', () => {
    it('gives the first reply again and creates one queue', async () => {
      const headers = { 'idempotency-key': 'queue-1' };
      const first = await create({ name: 'Once' }, headers);
      const again = await create({ name: 'Once' }, headers);
      expect(again.status).toBe(201);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(again.body).toEqual(first.body);
      expect((await world.as('viewer').get(PATH)).body.total).toBe(1);
    });

    it('refuses the key with another body', async () => {
      const headers = { 'idempotency-key': 'queue-2' };
      await create({ name: 'Once' }, headers);
      expectError(await create({ name: 'Twice' }, headers), 409, 'idempotency_conflict');
    });

    it('keeps no refusal', async () => {
      const headers = { 'idempotency-key': 'queue-3' };
      const id = await givenQueue(world, { name: 'Taken' });
      expectError(await create({ name: 'Taken' }, headers), 409, 'name_taken');
      await world.as('manager').delete(`${PATH}/${id}`);
      expect((await create({ name: 'Taken' }, headers)).status).toBe(201);
    });
  });

  describe('400', () => {
    it.each([
      ['name', {}],
      ['name', { name: '' }],
      ['name', { name: null }],
      ['name', { name: 'x'.repeat(101) }],
      ['name', { name: 'a\u0000b' }],
      ['description', { name: 'x', description: 'x'.repeat(501) }],
      ['description', { name: 'x', description: null }],
      ['team_id', { name: 'x', team_id: 'y' }],
    ])('names the field %s (%#)', async (field, body) => {
      expectError(await create(body), 400, 'invalid_request', [field]);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await world.anonymous.post(PATH, { name: 'x' }), 401, 'invalid_token');
    });
  });

  describe('403', () => {
    it.each(['builder', 'member', 'viewer'] as const)(
      'asks for queues:manage, which a %s lacks',
      async (role) => {
        expectError(await world.as(role).post(PATH, { name: 'x' }), 403, 'forbidden');
      },
    );

    it('asks for the scope mcp:write', async () => {
      expectError(await world.readOnly.post(PATH, { name: 'x' }), 403, 'insufficient_scope');
    });
  });

  describe('409', () => {
    it('refuses the name of another queue, ignoring case', async () => {
      await create({ name: 'Support' });
      expectError(await create({ name: 'SUPPORT' }), 409, 'name_taken', ['name']);
    });

    it('lets one of many callers have a name', async () => {
      const replies = await Promise.all(Array.from({ length: 6 }, () => create({ name: 'Wanted' })));
      expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    });
  });
});
