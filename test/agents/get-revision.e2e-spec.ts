import { revisionReply } from '../../libs/public-api/src/agents/revisions.schemas';
import { demoId } from '../../libs/public-api/src/demo';
import { expectError, expectSameRefusal, UNKNOWN_ID, useCallers } from './support/callers';

const historic = demoId('revision', 'Invoice Processor/1');

describe('GET /v1/revisions/{revision_id}', () => {
  const { as, anonymous, stranger, userId } = useCallers();

  describe('200', () => {
    it('gives a revision of any status with its config', async () => {
      const reply = await as('viewer').get(`/v1/revisions/${historic}`);
      expect(reply.status).toBe(200);
      expect(revisionReply.parse(reply.body).revision).toMatchObject({
        id: historic,
        agent_id: demoId('agent', 'Invoice Processor'),
        number: 1,
        status: 'historic',
        promoted_by: userId('builder'),
        config: { connections: expect.arrayContaining([demoId('connection', 'SAP Production')]) },
      });
    });
  });

  describe('400', () => {
    it.each(['x', 'null', '1'])('refuses the id %s', async (id) => {
      expectError(await as('viewer').get(`/v1/revisions/${id}`), 400, 'invalid_request', ['revision_id']);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await anonymous.get(`/v1/revisions/${historic}`), 401, 'invalid_token');
    });
  });

  describe('404', () => {
    it("answers another team's id as an unknown one", async () => {
      const theirs = await stranger.get(`/v1/revisions/${historic}`);
      expectError(theirs, 404, 'not_found');
      expectSameRefusal(theirs, await stranger.get(`/v1/revisions/${UNKNOWN_ID}`));
    });
  });
});
