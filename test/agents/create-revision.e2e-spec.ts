import { revisionReply } from '../../libs/public-api/src/agents/revisions.schemas';
import { demoId } from '../../libs/public-api/src/demo';
import { configOf, givenAgent } from './support/agents';
import { expectError, expectSameRefusal, UNKNOWN_ID, useCallers } from './support/callers';

const bankPortal = demoId('connection', 'Bank portal');
const sap = demoId('connection', 'SAP Production');

describe('POST /v1/agents/{agent_id}/revisions', () => {
  const { as, anonymous, stranger, userId } = useCallers();
  const create = (agentId: string, body: unknown, caller = as('builder')) =>
    caller.post(`/v1/agents/${agentId}/revisions`, body);
  const revisionOf = (reply: { body: unknown }) => revisionReply.parse(reply.body).revision;

  describe('201', () => {
    it('adds a draft with the next number and leaves the live revision alone', async () => {
      const { agentId, revisionId } = await givenAgent(as('builder'), {}, true);
      const reply = await create(agentId, {
        config: configOf({ model: 'large' }),
        name: 'Larger',
        description: 'Why',
      });
      expect(reply.status).toBe(201);
      expect(revisionOf(reply)).toMatchObject({
        agent_id: agentId,
        number: 2,
        status: 'draft',
        name: 'Larger',
        description: 'Why',
        parent_revision_id: null,
        created_by: userId('builder'),
        config: { model: 'large' },
      });
      const { agent } = (await as('viewer').get(`/v1/agents/${agentId}`)).body;
      expect(agent).toMatchObject({ live_revision_id: revisionId, latest_revision_id: revisionOf(reply).id });
    });

    it('copies the config of the parent if it is given alone', async () => {
      const { agentId, revisionId } = await givenAgent(as('builder'), { model: 'small', connections: [sap] });
      const revision = revisionOf(await create(agentId, { parent_revision_id: revisionId }));
      expect(revision).toMatchObject({ parent_revision_id: revisionId, name: null });
      expect(revision.config).toMatchObject({ model: 'small', connections: [sap] });
    });

    it('takes the given config where there is a parent too', async () => {
      const { agentId, revisionId } = await givenAgent(as('builder'), { model: 'small' });
      const body = { parent_revision_id: revisionId, config: configOf() };
      const revision = revisionOf(await create(agentId, body));
      expect(revision.parent_revision_id).toBe(revisionId);
      expect(revision.config).not.toHaveProperty('model');
    });

    it('numbers the drafts of callers who come at once', async () => {
      const { agentId } = await givenAgent(as('builder'));
      const replies = await Promise.all(
        Array.from({ length: 6 }, () => create(agentId, { config: configOf() })),
      );
      const numbers = replies.map((reply) => revisionOf(reply).number).sort((a, b) => a - b);
      expect(numbers).toEqual([2, 3, 4, 5, 6, 7]);
    });

    it('lets a connection of the parent stay, whoever copies it', async () => {
      const { agentId, revisionId } = await givenAgent(as('manager'), { connections: [bankPortal] });
      const body = { parent_revision_id: revisionId, config: configOf({ connections: [sap, bankPortal] }) };
      expect((await create(agentId, body, as('admin'))).status).toBe(201);
    });
  });

  describe('400', () => {
    it.each([
      ['body', {}],
      ['body', { name: 'Only a name' }],
      ['parent_revision_id', { parent_revision_id: 'x' }],
      ['name', { config: configOf(), name: 'x'.repeat(81) }],
      ['description', { config: configOf(), description: 'x'.repeat(501) }],
      ['config.instructions', { config: {} }],
      ['agent_id', { config: configOf(), agent_id: UNKNOWN_ID }],
    ])('refuses a fault in %s (%#)', async (field, body) => {
      const { agentId } = await givenAgent(as('builder'));
      expectError(await create(agentId, body), 400, 'invalid_request', [field]);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await create(UNKNOWN_ID, { config: configOf() }, anonymous), 401, 'invalid_token');
    });
  });

  describe('403', () => {
    it("forbids builders another person's agent", async () => {
      const { agentId } = await givenAgent(as('manager'));
      expectError(await create(agentId, { config: configOf() }), 403, 'forbidden');
    });

    it('refuses a connection that is added without use on it', async () => {
      const { agentId, revisionId } = await givenAgent(as('builder'));
      const config = configOf({ connections: [bankPortal] });
      expectError(await create(agentId, { config }), 403, 'connection_forbidden', ['connections']);
      const body = { config, parent_revision_id: revisionId };
      expectError(await create(agentId, body), 403, 'connection_forbidden', ['connections']);
    });

    it('does not count a connection as known without naming the parent', async () => {
      const { agentId } = await givenAgent(as('manager'), { connections: [bankPortal] });
      const config = configOf({ connections: [bankPortal] });
      expectError(await create(agentId, { config }, as('admin')), 403, 'connection_forbidden');
    });
  });

  describe('404', () => {
    it("answers another team's id as an unknown one", async () => {
      const { agentId } = await givenAgent(as('builder'));
      const theirs = await create(agentId, { config: configOf() }, stranger);
      expectError(theirs, 404, 'not_found');
      expectSameRefusal(theirs, await create(UNKNOWN_ID, { config: configOf() }, stranger));
    });
  });

  describe('422', () => {
    it('takes a parent of another agent for unknown', async () => {
      const { agentId } = await givenAgent(as('builder'));
      const other = await givenAgent(as('builder'));
      for (const parent of [other.revisionId, UNKNOWN_ID]) {
        const reply = await create(agentId, { parent_revision_id: parent });
        expectError(reply, 422, 'unknown_reference', ['parent_revision_id']);
      }
    });

    it('names unknown references and counts no number for them', async () => {
      const { agentId } = await givenAgent(as('builder'));
      const config = configOf({ skills: [UNKNOWN_ID] });
      expectError(await create(agentId, { config }), 422, 'unknown_reference', ['config.skills.0']);
      expect(revisionOf(await create(agentId, { config: configOf() })).number).toBe(2);
    });
  });
});
