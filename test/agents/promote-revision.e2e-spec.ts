import { revisionsReply, promotedReply } from '../../libs/public-api/src/agents/revisions.schemas';
import { givenAgent, givenDraft } from './support/agents';
import { expectError, expectSameRefusal, UNKNOWN_ID, useCallers } from './support/callers';

describe('POST /v1/revisions/{revision_id}/promote', () => {
  const { as, anonymous, stranger, userId, app } = useCallers();
  const promote = (id: string, caller = as('builder')) => caller.post(`/v1/revisions/${id}/promote`);
  const statusesOf = async (agentId: string) => {
    const { body } = await as('viewer').get(`/v1/agents/${agentId}/revisions`);
    return Object.fromEntries(revisionsReply.parse(body).revisions.map(({ id, status }) => [id, status]));
  };

  async function deleteSkill(id: string): Promise<void> {
    const { rest, world } = app();
    const reply = await rest('DELETE', `/v1/skills/${id}`, { key: world.acme.keys.builder });
    expect(reply.status).toBe(200);
  }

  describe('200', () => {
    it('makes the first draft live', async () => {
      const { agentId, revisionId } = await givenAgent(as('builder'));
      const reply = await promote(revisionId, as('manager'));
      expect(reply.status).toBe(200);
      expect(promotedReply.parse(reply.body)).toMatchObject({
        revision: {
          id: revisionId,
          status: 'live',
          promoted_by: userId('manager'),
          created_by: userId('builder'),
        },
        previous_live_revision_id: null,
      });
      const { agent } = (await as('viewer').get(`/v1/agents/${agentId}`)).body;
      expect(agent).toMatchObject({
        runnable: true,
        live_revision_id: revisionId,
        updated_by: userId('manager'),
      });
    });

    it('makes the former live revision historic', async () => {
      const { agentId, revisionId } = await givenAgent(as('builder'), {}, true);
      const draft = await givenDraft(as('builder'), agentId);
      const { previous_live_revision_id } = promotedReply.parse((await promote(draft)).body);
      expect(previous_live_revision_id).toBe(revisionId);
      expect(await statusesOf(agentId)).toEqual({ [revisionId]: 'historic', [draft]: 'live' });
    });

    it('goes back to a historic revision', async () => {
      const { agentId, revisionId } = await givenAgent(as('builder'), {}, true);
      const draft = await givenDraft(as('builder'), agentId);
      await promote(draft);
      expect((await promote(revisionId)).status).toBe(200);
      expect(await statusesOf(agentId)).toEqual({ [revisionId]: 'live', [draft]: 'historic' });
    });

    it('leaves exactly one live revision, whoever promotes at the same time', async () => {
      const { agentId } = await givenAgent(as('builder'), {}, true);
      const drafts: string[] = [];
      for (let count = 0; count < 4; count += 1) drafts.push(await givenDraft(as('builder'), agentId));
      const replies = await Promise.all(drafts.map((id) => promote(id)));
      expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      const statuses = Object.values(await statusesOf(agentId)).sort();
      expect(statuses).toEqual(['historic', 'historic', 'historic', 'historic', 'live']);
      const previous = replies.map(({ body }) => body.previous_live_revision_id);
      expect(new Set(previous).size).toBe(4);
    });
  });

  describe('400', () => {
    it('refuses a malformed id', async () => {
      expectError(await promote('x'), 400, 'invalid_request', ['revision_id']);
    });

    it('refuses a body, since it takes none', async () => {
      const { revisionId } = await givenAgent(as('builder'));
      const reply = await as('builder').post(`/v1/revisions/${revisionId}/promote`, { force: true });
      expectError(reply, 400, 'invalid_request', ['force']);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await promote(UNKNOWN_ID, anonymous), 401, 'invalid_token');
    });
  });

  describe('403', () => {
    it("forbids builders a revision of another person's agent", async () => {
      const { agentId, revisionId } = await givenAgent(as('manager'));
      expectError(await promote(revisionId), 403, 'forbidden');
      expect(await statusesOf(agentId)).toEqual({ [revisionId]: 'draft' });
    });
  });

  describe('404', () => {
    it("answers another team's id as an unknown one", async () => {
      const { revisionId } = await givenAgent(as('builder'));
      const theirs = await promote(revisionId, stranger);
      expectError(theirs, 404, 'not_found');
      expectSameRefusal(theirs, await promote(UNKNOWN_ID, stranger));
    });
  });

  describe('409', () => {
    it('refuses the live revision', async () => {
      const { revisionId } = await givenAgent(as('builder'), {}, true);
      expectError(await promote(revisionId), 409, 'already_live');
    });

    it('takes one of two callers who promote the same draft', async () => {
      const { revisionId } = await givenAgent(as('builder'));
      const replies = await Promise.all([promote(revisionId), promote(revisionId)]);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    });
  });

  describe('422', () => {
    it('refuses a config that refers to what has gone since, and changes nothing', async () => {
      const skill = await as('builder').post('/v1/skills', {
        name: `short-lived-${Date.now()}`,
        description: 'Gone soon',
        content: '# Gone',
      });
      const { agentId, revisionId } = await givenAgent(as('builder'), {}, true);
      const draft = await givenDraft(as('builder'), agentId, { skills: [skill.body.skill.id] });
      await deleteSkill(skill.body.skill.id);
      expectError(await promote(draft), 422, 'unknown_reference', ['config.skills.0']);
      expect(await statusesOf(agentId)).toEqual({ [revisionId]: 'live', [draft]: 'draft' });
    });
  });
});
