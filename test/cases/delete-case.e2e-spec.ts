import { deletedCaseReply } from '../../libs/public-api/src/cases/cases.schemas';
import { RunsRepository } from '../../libs/public-api/src/runs/runs.repository';
import {
  drive,
  expectError,
  expectSameNotFound,
  givenCase,
  givenConsumer,
  givenQueue,
  givenWorkedOn,
  UNKNOWN_ID,
  useCases,
} from './support/cases-world';

describe('DELETE /v1/cases/{case_id}', () => {
  const world = useCases();
  let queueId: string;
  let agentId: string;
  beforeAll(async () => {
    queueId = await givenQueue(world);
    agentId = await givenConsumer(world, queueId);
  });
  const remove = (id: string) => world.as('manager').delete(`/v1/cases/${id}`);
  const runOf = (id: string) => world.app.get(RunsRepository).find(world.teamId, id);

  describe('200', () => {
    it('deletes the case with its history and the links to its labels, which stay', async () => {
      const id = await givenCase(world, queueId, { labels: [{ value: 'kept' }] });
      const reply = await remove(id);
      expect(reply.status).toBe(200);
      expect(deletedCaseReply.parse(reply.body)).toEqual({ success: true, interrupted_run_ids: [] });
      expectError(await world.as('viewer').get(`/v1/cases/${id}`), 404, 'not_found');
      const { body } = await world.as('viewer').get(`/v1/queues/${queueId}/labels`, { search: 'kept' });
      expect(body.labels).toMatchObject([{ value: 'kept', case_count: 0 }]);
      expectError(await remove(id), 404, 'not_found');
    });

    it('interrupts the run at work; the run stays, without the case', async () => {
      const { caseId, runId } = await givenWorkedOn(world, { queueId, agentId });
      expect((await runOf(runId))?.caseId).toBe(caseId);
      expect((await remove(caseId)).body).toEqual({ success: true, interrupted_run_ids: [runId] });
      expect(await runOf(runId)).toMatchObject({ status: 'interrupted', caseId: null, queueId });
    });

    it('leaves runs alone that have done with the case', async () => {
      const { caseId, runId } = await givenWorkedOn(world, { queueId, agentId });
      await world.work.complete(world.teamId, runId, { caseId, result: 'Done' });
      expect((await remove(caseId)).body).toEqual({ success: true, interrupted_run_ids: [] });
      expect(await runOf(runId)).toMatchObject({ status: 'running', caseId: null });
      await drive(world, runId, 'complete');
    });
  });

  describe('refusals', () => {
    it.each(['builder', 'member', 'viewer'] as const)('forbids it to a %s', async (role) => {
      const id = await givenCase(world, queueId);
      expectError(await world.as(role).delete(`/v1/cases/${id}`), 403, 'forbidden');
    });

    it('requires a credential, and an id', async () => {
      expectError(await world.anonymous.delete(`/v1/cases/${UNKNOWN_ID}`), 401, 'invalid_token');
      expectError(await remove('x'), 400, 'invalid_request', ['case_id']);
    });

    it('knows no case of another team', async () => {
      const id = await givenCase(world, queueId);
      expectSameNotFound(
        await world.stranger.delete(`/v1/cases/${id}`),
        await world.stranger.delete(`/v1/cases/${UNKNOWN_ID}`),
      );
      expect((await world.as('viewer').get(`/v1/cases/${id}`)).status).toBe(200);
    });
  });
});
