import { caseDetailReply } from '../../libs/public-api/src/cases/cases.schemas';
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
import type { CasesWorld } from './support/cases-world';
import { RunAsks } from '../../libs/public-api/src/runs/run-asks';
import { RunsRepository } from '../../libs/public-api/src/runs/runs.repository';

/** The run asks for an approval. @returns id of the request */
async function givenAsked({ app, teamId }: CasesWorld, runId: string): Promise<string> {
  return app.database.transaction(async () => {
    const run = await app.get(RunsRepository).findLocked(teamId, runId);
    const { request } = await app.get(RunAsks).ask(teamId, run!, { type: 'approval', title: 'Pay?' });
    return request.id;
  });
}

describe('GET /v1/cases/{case_id}', () => {
  const world = useCases();
  let queueId: string;
  let agentId: string;
  beforeAll(async () => {
    queueId = await givenQueue(world);
    agentId = await givenConsumer(world, queueId);
  });
  const get = async (caseId: string) => {
    const reply = await world.as('viewer').get(`/v1/cases/${caseId}`);
    expect(reply.status).toBe(200);
    return caseDetailReply.parse(reply.body);
  };

  describe('200', () => {
    it('shows the case with its data, and who made it', async () => {
      const id = await givenCase(world, queueId, { title: 'T', data: { a: [1] }, labels: [{ value: 'v' }] });
      const { case: found, events } = await get(id.toUpperCase());
      expect(found).toMatchObject({ id, title: 'T', data: { a: [1] }, labels: [{ key: '', value: 'v' }] });
      expect(events).toEqual([
        {
          id: expect.any(String),
          type: 'created',
          actor: { type: 'user', id: world.userId('manager') },
          note: null,
          created_at: found.created_at,
        },
      ]);
    });

    it('shows the run at work, and what it asks a person', async () => {
      const { caseId, runId } = await givenWorkedOn(world, { queueId, agentId });
      const requestId = await givenAsked(world, runId);
      const { case: found, events } = await get(caseId);
      expect(found).toMatchObject({
        status: 'needs_input',
        claimed_by_run_id: runId,
        pending_human_request_id: requestId,
      });
      expect(events[0]).toMatchObject({ type: 'human_request_created', actor: { type: 'run', id: runId } });
      await drive(world, runId, 'supersede');
      expect((await get(caseId)).case).toMatchObject({
        status: 'in_progress',
        pending_human_request_id: null,
      });
    });

    it('shows the newest 100 events, newest first', async () => {
      const id = await givenCase(world, queueId);
      for (const title of Array.from({ length: 101 }, (_, index) => `Title ${index}`)) {
        expect((await world.as('manager').patch(`/v1/cases/${id}`, { title })).status).toBe(200);
      }
      const { case: found, events } = await get(id);
      expect(found.title).toBe('Title 100');
      expect(events).toHaveLength(100);
      expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['updated']));
      const times = events.map(({ created_at }) => created_at);
      expect(times).toEqual([...times].sort().reverse());
    });
  });

  describe('refusals', () => {
    it('requires a credential, and an id', async () => {
      expectError(await world.anonymous.get(`/v1/cases/${UNKNOWN_ID}`), 401, 'invalid_token');
      expectError(await world.as('viewer').get('/v1/cases/first'), 400, 'invalid_request', ['case_id']);
    });

    it('knows no case of another team', async () => {
      const id = await givenCase(world, queueId);
      expectSameNotFound(
        await world.stranger.get(`/v1/cases/${id}`),
        await world.stranger.get(`/v1/cases/${UNKNOWN_ID}`),
      );
    });
  });
});
