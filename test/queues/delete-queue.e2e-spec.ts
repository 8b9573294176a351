import { Client } from 'pg';
import { labelsTable } from '../../libs/public-api/src/cases/queues.tables';
import { successReply } from '../../libs/public-api/src/shared';
import {
  createAgent,
  databaseUrlOf,
  expectError,
  expectSameNotFound,
  givenCase,
  givenLiveAgent,
  givenQueue,
  UNKNOWN_ID,
  useQueues,
} from './support/queues-world';

describe('DELETE /v1/queues/{queue_id}', () => {
  const world = useQueues();
  const remove = (id: string, caller = world.as('manager')) => caller.delete(`/v1/queues/${id}`);
  const exists = async (id: string) => (await world.as('viewer').get(`/v1/queues/${id}`)).status === 200;

  describe('200', () => {
    it('deletes an empty queue with its labels', async () => {
      const id = await givenQueue(world);
      await world.as('member').post(`/v1/queues/${id}/labels`, { value: 'urgent' });
      const reply = await remove(id);
      expect(reply.status).toBe(200);
      expect(successReply.parse(reply.body)).toEqual({ success: true });
      expect(await exists(id)).toBe(false);
      const labels = await world.app.database.handle.select({ id: labelsTable.id }).from(labelsTable);
      expect(labels).toEqual([]);
    });

    it('frees the name', async () => {
      await remove(await givenQueue(world, { name: 'Support' }));
      await givenQueue(world, { name: 'Support' });
    });

    it('does not mind drafts, which then cannot go live', async () => {
      const id = await givenQueue(world);
      const draft = await createAgent(world, { produces: [id] }, { promote: false });
      expect((await remove(id)).status).toBe(200);
      const promoted = await world
        .as('manager')
        .post(`/v1/revisions/${draft.body.revision.id}/promote`, undefined);
      expectError(promoted, 422, 'unknown_reference', ['config.produces.0']);
    });
  });

  describe('400', () => {
    it('refuses a malformed id', async () => {
      expectError(await remove('support'), 400, 'invalid_request', ['queue_id']);
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
    it("answers another team's id as an unknown one", async () => {
      const id = await givenQueue(world);
      expectSameNotFound(await remove(id, world.stranger), await remove(UNKNOWN_ID, world.stranger));
      expect(await exists(id)).toBe(true);
    });

    it('knows a deleted queue no more', async () => {
      const id = await givenQueue(world);
      await remove(id);
      expectError(await remove(id), 404, 'not_found');
    });
  });

  describe('409', () => {
    it.each(['pending', 'completed'])('keeps a queue with a %s case', async (status) => {
      const id = await givenQueue(world);
      await givenCase(world, id, { status });
      expectError(await remove(id), 409, 'queue_not_empty');
      expect(await exists(id)).toBe(true);
    });

    it.each([
      ['consumes', (id: string) => ({ consumes: [{ queue_id: id }] })],
      ['produces', (id: string) => ({ produces: [id] })],
    ])('keeps a queue that a live revision %s', async (_, configOf) => {
      const id = await givenQueue(world);
      await givenLiveAgent(world, configOf(id));
      expectError(await remove(id), 409, 'in_use');
      expect(await exists(id)).toBe(true);
    });

    it('says first that there are cases', async () => {
      const id = await givenQueue(world);
      await givenCase(world, id);
      await givenLiveAgent(world, { produces: [id] });
      expectError(await remove(id), 409, 'queue_not_empty');
    });
  });

  describe('at the same time', () => {
    it('waits for a case that is being created', async () => {
      const id = await givenQueue(world);
      const other = new Client({ connectionString: databaseUrlOf(world) });
      await other.connect();
      await other.query('begin');
      await other.query(
        `insert into cases (team_id, queue_id, title, created_by_type, created_by_id)
         values ($1, $2, 'Late', 'user', $3)`,
        [world.app.world.acme.teamId, id, world.app.world.acme.userIds.manager],
      );
      const removed = remove(id);
      const first = await Promise.race([
        removed,
        new Promise((resolve) => setTimeout(resolve, 200, 'waits')),
      ]);
      await other.query('commit');
      await other.end();
      expect(first).toBe('waits');
      expectError(await removed, 409, 'queue_not_empty');
    });

    it('leaves no live revision with a queue that is gone', async () => {
      for (let round = 0; round < 5; round += 1) {
        const id = await givenQueue(world);
        const [created, removed] = await Promise.all([createAgent(world, { produces: [id] }), remove(id)]);
        expect(`${created.status} ${removed.status}`).toMatch(/^(201 409|422 200)$/);
      }
    });
  });
});
