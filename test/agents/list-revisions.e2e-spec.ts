import { revisionsReply } from '../../libs/public-api/src/agents/revisions.schemas';
import { demoId } from '../../libs/public-api/src/demo';
import { givenAgent, givenDraft } from './support/agents';
import { expectError, expectSameRefusal, UNKNOWN_ID, useCallers } from './support/callers';

const invoiceProcessor = demoId('agent', 'Invoice Processor');

describe('GET /v1/agents/{agent_id}/revisions', () => {
  const { as, anonymous, stranger } = useCallers();
  const list = async (id: string, query = {}) => {
    const reply = await as('viewer').get(`/v1/agents/${id}/revisions`, query);
    expect(reply.status).toBe(200);
    return revisionsReply.parse(reply.body);
  };

  describe('200', () => {
    it('lists revisions by number, newest first, without their configs', async () => {
      const { revisions, total } = await list(invoiceProcessor);
      expect(revisions.map(({ number, status }) => [number, status])).toEqual([
        [3, 'draft'],
        [2, 'live'],
        [1, 'historic'],
      ]);
      expect(total).toBe(3);
      expect(revisions.filter((revision) => 'config' in revision)).toEqual([]);
    });

    it('filters by status', async () => {
      const { revisions, total } = await list(invoiceProcessor, { status: 'live' });
      expect(revisions.map(({ number }) => number)).toEqual([2]);
      expect(total).toBe(1);
    });

    it('gives pages', async () => {
      const { agentId } = await givenAgent(as('builder'));
      for (let count = 0; count < 3; count += 1) await givenDraft(as('builder'), agentId);
      const page = await list(agentId, { limit: 2, offset: 1 });
      expect(page.revisions.map(({ number }) => number)).toEqual([3, 2]);
      expect(page).toMatchObject({ total: 4, limit: 2, offset: 1 });
    });
  });

  describe('400', () => {
    it.each([
      ['limit', '101'],
      ['status', 'published'],
      ['sort_by', 'number'],
    ])('refuses %s=%s', async (field, value) => {
      const reply = await as('viewer').get(`/v1/agents/${invoiceProcessor}/revisions`, { [field]: value });
      expectError(reply, 400, 'invalid_request', [field]);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await anonymous.get(`/v1/agents/${invoiceProcessor}/revisions`), 401, 'invalid_token');
    });
  });

  describe('404', () => {
    it("answers another team's id as an unknown one", async () => {
      const theirs = await stranger.get(`/v1/agents/${invoiceProcessor}/revisions`);
      expectError(theirs, 404, 'not_found');
      expectSameRefusal(theirs, await stranger.get(`/v1/agents/${UNKNOWN_ID}/revisions`));
    });
  });
});
