import { agentReply } from '../../libs/public-api/src/agents/agents.schemas';
import { givenAgent, newName } from './support/agents';
import { expectError, expectSameRefusal, UNKNOWN_ID, useCallers } from './support/callers';

describe('PATCH /v1/agents/{agent_id}', () => {
  const { as, anonymous, stranger, readOnly, userId } = useCallers();
  const update = (id: string, body: unknown, caller = as('manager')) =>
    caller.patch(`/v1/agents/${id}`, body);

  describe('200', () => {
    it('changes what is given and nothing else', async () => {
      const { agentId, revisionId } = await givenAgent(as('builder'), {}, true);
      const name = newName();
      const described = agentReply.parse((await update(agentId, { description: 'Answers mail' })).body).agent;
      const renamed = agentReply.parse((await update(agentId, { name })).body).agent;
      expect(renamed).toMatchObject({
        name,
        description: 'Answers mail',
        live_revision_id: revisionId,
        created_by: userId('builder'),
        updated_by: userId('manager'),
      });
      expect(renamed.updated_at > described.created_at).toBe(true);
    });

    it('clears the description by null', async () => {
      const { agentId } = await givenAgent(as('builder'));
      await update(agentId, { description: 'Answers mail' });
      const { agent } = agentReply.parse((await update(agentId, { description: null })).body);
      expect(agent.description).toBeNull();
    });

    it('lets an agent keep its name in another case', async () => {
      const { agentId, name } = await givenAgent(as('builder'));
      expect((await update(agentId, { name: name.toUpperCase() })).status).toBe(200);
    });

    it('lets builders change agents of their own', async () => {
      const { agentId } = await givenAgent(as('builder'));
      expect((await update(agentId, { name: newName() }, as('builder'))).status).toBe(200);
    });
  });

  describe('400', () => {
    it.each([
      ['body', {}],
      ['name', { name: null }],
      ['name', { name: '' }],
      ['description', { description: 'x'.repeat(2001) }],
      ['config', { name: 'x', config: { instructions: 'x' } }],
      ['body', []],
    ])('refuses a fault in %s (%#)', async (field, body) => {
      const { agentId } = await givenAgent(as('builder'));
      expectError(await update(agentId, body), 400, 'invalid_request', [field]);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await update(UNKNOWN_ID, { name: 'x' }, anonymous), 401, 'invalid_token');
    });
  });

  describe('403', () => {
    it("forbids builders another person's agent", async () => {
      const { agentId, name } = await givenAgent(as('manager'));
      expectError(await update(agentId, { name: newName() }, as('builder')), 403, 'forbidden');
      expect((await as('viewer').get(`/v1/agents/${agentId}`)).body.agent.name).toBe(name);
    });

    it.each(['member', 'viewer'] as const)('forbids it to a %s', async (role) => {
      expectError(await update(UNKNOWN_ID, { name: 'x' }, as(role)), 403, 'forbidden');
    });

    it('forbids it to a key that may only read', async () => {
      expectError(await update(UNKNOWN_ID, { name: 'x' }, readOnly), 403, 'insufficient_scope');
    });
  });

  describe('404', () => {
    it("answers another team's id as an unknown one", async () => {
      const { agentId } = await givenAgent(as('builder'));
      const theirs = await update(agentId, { name: 'Mine now' }, stranger);
      expectError(theirs, 404, 'not_found');
      expectSameRefusal(theirs, await update(UNKNOWN_ID, { name: 'Mine now' }, stranger));
    });

    it('says so to builders too, not that the agent is not theirs', async () => {
      expectError(await update(UNKNOWN_ID, { name: 'x' }, as('builder')), 404, 'not_found');
    });
  });

  describe('409', () => {
    it('refuses the name of another agent, ignoring case', async () => {
      const { agentId } = await givenAgent(as('builder'));
      expectError(await update(agentId, { name: 'invoice PROCESSOR' }), 409, 'name_taken', ['name']);
    });
  });
});
