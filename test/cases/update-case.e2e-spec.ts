import { caseReply } from '../../libs/public-api/src/cases/cases.schemas';
import {
  drive,
  expectError,
  expectSameNotFound,
  givenCase,
  givenConsumer,
  givenQueue,
  givenWorkedOn,
  seen,
  UNKNOWN_ID,
  useCases,
} from './support/cases-world';

describe('PATCH /v1/cases/{case_id}', () => {
  const world = useCases();
  let queueId: string;
  let agentId: string;
  beforeAll(async () => {
    queueId = await givenQueue(world);
    agentId = await givenConsumer(world, queueId);
  });
  const update = (id: string, body: object, role: 'manager' | 'builder' | 'member' = 'manager') =>
    world.as(role).patch(`/v1/cases/${id}`, body);

  describe('200', () => {
    it('changes what is given, and replaces data as a whole', async () => {
      const id = await givenCase(world, queueId, { title: 'Old', data: { a: 1 }, priority: 'low' });
      const reply = await update(id, { data: { b: 2 } });
      expect(reply.status).toBe(200);
      const { case: changed } = caseReply.parse(reply.body);
      expect(changed).toMatchObject({ title: 'Old', data: { b: 2 }, priority: 'low', status: 'pending' });
      expect(Date.parse(changed.updated_at)).toBeGreaterThan(Date.parse(changed.created_at));
      await update(id, { title: 'New', priority: 'high', data: {} });
      const { body } = await world.as('viewer').get(`/v1/cases/${id}`);
      expect(body.case).toMatchObject({ title: 'New', data: {}, priority: 'high' });
      expect(body.events).toMatchObject([
        {
          type: 'updated',
          note: 'Changed title, data, priority.',
          actor: { type: 'user', id: world.userId('manager') },
        },
        { type: 'updated', note: 'Changed data.' },
        { type: 'created' },
      ]);
    });

    it('lets a builder change cases of queues that an own agent consumes', async () => {
      const own = await givenQueue(world);
      await givenConsumer(world, own, { by: 'builder' });
      const id = await givenCase(world, own);
      expect((await update(id, { title: 'Mine' }, 'builder')).status).toBe(200);
    });
  });

  describe('refusals', () => {
    it.each([
      ['body', {}],
      ['title', { title: '' }],
      ['title', { title: null }],
      ['data', { data: null }],
      ['data', { data: { a: '\u0000' } }],
      ['priority', { priority: 1 }],
      ['status', { status: 'completed' }],
      ['labels', { labels: [] }],
    ])('refuses a fault in %s (%#)', async (field, body) => {
      const id = await givenCase(world, queueId);
      const reply = await update(id, body);
      expectError(reply, 400, 'invalid_request');
      expect(reply.body.details).toContainEqual(expect.objectContaining({ field }));
    });

    it('refuses while a run works on the case, or waits for a person', async () => {
      const { caseId, runId } = await givenWorkedOn(world, { queueId, agentId });
      expectError(await update(caseId, { title: 'Too late' }), 409, 'case_claimed');
      await drive(world, runId, 'ask');
      expectError(await update(caseId, { title: 'Too late' }), 409, 'case_claimed');
      expect(await seen(world, caseId)).toMatchObject({ title: 'A case' });
      await drive(world, runId, 'stop');
      expect((await update(caseId, { title: 'Now' })).status).toBe(200);
    });

    it('forbids it to a member, and to a builder none of whose agents consumes the queue', async () => {
      const id = await givenCase(world, queueId);
      expectError(await update(id, { title: 'x' }, 'member'), 403, 'forbidden');
      expectError(await update(id, { title: 'x' }, 'builder'), 403, 'forbidden');
      const draftsAlone = await givenQueue(world);
      await givenConsumer(world, draftsAlone, { by: 'builder', promote: false });
      const other = await givenCase(world, draftsAlone);
      expectError(await update(other, { title: 'x' }, 'builder'), 403, 'forbidden');
    });

    it('requires a credential', async () => {
      expectError(
        await world.anonymous.patch(`/v1/cases/${UNKNOWN_ID}`, { title: 'x' }),
        401,
        'invalid_token',
      );
    });

    it('knows no case of another team', async () => {
      const id = await givenCase(world, queueId);
      expectSameNotFound(
        await world.stranger.patch(`/v1/cases/${id}`, { title: 'x' }),
        await world.stranger.patch(`/v1/cases/${UNKNOWN_ID}`, { title: 'x' }),
      );
    });
  });
});
