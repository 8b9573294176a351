import { agentDetailReply } from '../../libs/public-api/src/agents/agents.schemas';
import { demoId } from '../../libs/public-api/src/demo';
import { givenAgent, givenDraft } from './support/agents';
import { expectError, expectSameRefusal, UNKNOWN_ID, useCallers } from './support/callers';

const invoiceProcessor = demoId('agent', 'Invoice Processor');

describe('GET /v1/agents/{agent_id}', () => {
  const { as, anonymous, stranger, userId } = useCallers();

  describe('200', () => {
    it('gives the agent with its live revision', async () => {
      const reply = await as('viewer').get(`/v1/agents/${invoiceProcessor}`);
      expect(reply.status).toBe(200);
      expect(agentDetailReply.parse(reply.body)).toMatchObject({
        agent: {
          id: invoiceProcessor,
          name: 'Invoice Processor',
          runnable: true,
          created_by: userId('builder'),
          live_revision_id: demoId('revision', 'Invoice Processor/2'),
          latest_revision_id: demoId('revision', 'Invoice Processor/3'),
        },
        live_revision: { number: 2, status: 'live', config: { files: ['reference/vendors.csv'] } },
      });
    });

    it('gives no live revision where there is none', async () => {
      const reply = await as('viewer').get(`/v1/agents/${demoId('agent', 'Vendor Onboarding')}`);
      expect(agentDetailReply.parse(reply.body)).toMatchObject({
        agent: { runnable: false, live_revision_id: null, latest_revision_id: expect.any(String) },
        live_revision: null,
      });
    });

    it('shows the latest draft beside the live revision', async () => {
      const { agentId, revisionId } = await givenAgent(as('builder'), {}, true);
      const draft = await givenDraft(as('builder'), agentId);
      const { agent } = agentDetailReply.parse((await as('viewer').get(`/v1/agents/${agentId}`)).body);
      expect(agent).toMatchObject({ live_revision_id: revisionId, latest_revision_id: draft });
    });
  });

  describe('400', () => {
    it.each(['x', '%00', `${UNKNOWN_ID}0`, '__proto__'])('refuses the id %s', async (id) => {
      expectError(await as('viewer').get(`/v1/agents/${id}`), 400, 'invalid_request', ['agent_id']);
    });

    it('refuses a query, since it takes none', async () => {
      const reply = await as('viewer').get(`/v1/agents/${invoiceProcessor}`, { expand: 'all' });
      expectError(reply, 400, 'invalid_request', ['expand']);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await anonymous.get(`/v1/agents/${invoiceProcessor}`), 401, 'invalid_token');
    });
  });

  describe('404', () => {
    it("answers another team's id as an unknown one", async () => {
      const theirs = await stranger.get(`/v1/agents/${invoiceProcessor}`);
      const unknown = await stranger.get(`/v1/agents/${UNKNOWN_ID}`);
      expectError(theirs, 404, 'not_found');
      expectSameRefusal(theirs, unknown);
    });
  });
});
