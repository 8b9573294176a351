import { revisionReply } from '../../libs/public-api/src/agents/revisions.schemas';
import { demoId } from '../../libs/public-api/src/demo';
import { configOf, givenAgent, INSTRUCTIONS } from './support/agents';
import { expectError, expectSameRefusal, UNKNOWN_ID, useCallers } from './support/callers';

const bankPortal = demoId('connection', 'Bank portal');
const sap = demoId('connection', 'SAP Production');

describe('PATCH /v1/revisions/{revision_id}', () => {
  const { as, anonymous, stranger } = useCallers();
  const update = (id: string, body: unknown, caller = as('builder')) =>
    caller.patch(`/v1/revisions/${id}`, body);
  const revisionOf = (reply: { body: unknown }) => revisionReply.parse(reply.body).revision;

  describe('200', () => {
    it('replaces the whole config', async () => {
      const { revisionId } = await givenAgent(as('builder'), { model: 'small', connections: [sap] });
      const reply = await update(revisionId, { config: configOf({ max_duration_seconds: 60 }) });
      expect(reply.status).toBe(200);
      expect(revisionOf(reply).config).toEqual({
        instructions: INSTRUCTIONS,
        connections: [],
        skills: [],
        plugins: [],
        files: [],
        consumes: [],
        produces: [],
        allow_human_requests: true,
        max_duration_seconds: 60,
      });
    });

    it('changes name and description alone, and clears them by null', async () => {
      const { revisionId } = await givenAgent(as('builder'), { model: 'small' });
      const named = revisionOf(await update(revisionId, { name: 'Second try', description: 'Why' }));
      expect(named).toMatchObject({ name: 'Second try', description: 'Why', config: { model: 'small' } });
      const cleared = revisionOf(await update(revisionId, { name: null }));
      expect(cleared).toMatchObject({ name: null, description: 'Why' });
    });

    it('takes back the config that it gave', async () => {
      const { revisionId } = await givenAgent(as('builder'), { model: 'small', connections: [sap] });
      const { config } = revisionOf(await as('builder').get(`/v1/revisions/${revisionId}`));
      expect(revisionOf(await update(revisionId, { config })).config).toEqual(config);
    });

    it('lets a connection of the draft stay, whoever changes it', async () => {
      const { revisionId } = await givenAgent(as('manager'), { connections: [bankPortal] });
      const reply = await update(
        revisionId,
        { config: configOf({ connections: [bankPortal] }) },
        as('admin'),
      );
      expect(reply.status).toBe(200);
    });

    it('lets a connection of the parent come back', async () => {
      const { agentId, revisionId } = await givenAgent(as('manager'), { connections: [bankPortal] });
      const body = { parent_revision_id: revisionId, config: configOf() };
      const draft = await as('admin').post(`/v1/agents/${agentId}/revisions`, body);
      const config = configOf({ connections: [bankPortal] });
      expect((await update(revisionOf(draft).id, { config }, as('admin'))).status).toBe(200);
    });
  });

  describe('400', () => {
    it.each([
      ['body', {}],
      ['name', { name: '' }],
      ['config', { config: null }],
      ['config.instructions', { config: { model: 'small' } }],
      ['status', { name: 'x', status: 'live' }],
    ])('refuses a fault in %s (%#)', async (field, body) => {
      const { revisionId } = await givenAgent(as('builder'));
      expectError(await update(revisionId, body), 400, 'invalid_request', [field]);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await update(UNKNOWN_ID, { name: 'x' }, anonymous), 401, 'invalid_token');
    });
  });

  describe('403', () => {
    it("forbids builders a draft of another person's agent", async () => {
      const { revisionId } = await givenAgent(as('manager'));
      expectError(await update(revisionId, { name: 'x' }), 403, 'forbidden');
    });

    it('refuses a connection that is added without use on it', async () => {
      const { revisionId } = await givenAgent(as('builder'));
      const config = configOf({ connections: [sap, bankPortal] });
      expectError(await update(revisionId, { config }), 403, 'connection_forbidden', ['connections']);
      const { revision } = (await as('builder').get(`/v1/revisions/${revisionId}`)).body;
      expect(revision.config.connections).toEqual([]);
    });
  });

  describe('404', () => {
    it("answers another team's id as an unknown one", async () => {
      const { revisionId } = await givenAgent(as('builder'));
      const theirs = await update(revisionId, { name: 'x' }, stranger);
      expectError(theirs, 404, 'not_found');
      expectSameRefusal(theirs, await update(UNKNOWN_ID, { name: 'x' }, stranger));
    });
  });

  describe('409', () => {
    it('refuses to change a live or a historic revision', async () => {
      for (const number of [1, 2]) {
        const id = demoId('revision', `Invoice Processor/${number}`);
        expectError(await update(id, { name: 'x' }), 409, 'revision_frozen');
      }
    });

    it('never changes a revision that went live meanwhile', async () => {
      const { revisionId } = await givenAgent(as('builder'));
      const [promoted, updated] = await Promise.all([
        as('builder').post(`/v1/revisions/${revisionId}/promote`),
        update(revisionId, { config: configOf({ model: 'late' }) }),
      ]);
      expect(promoted.status).toBe(200);
      const { revision } = (await as('builder').get(`/v1/revisions/${revisionId}`)).body;
      expect(revision.status).toBe('live');
      if (updated.status !== 200) expectError(updated, 409, 'revision_frozen');
      expect(revision.config.model).toBe(updated.status === 200 ? 'late' : undefined);
    });
  });

  describe('422', () => {
    it('names unknown references', async () => {
      const { revisionId } = await givenAgent(as('builder'));
      const config = configOf({ files: ['no/such.txt'] });
      expectError(await update(revisionId, { config }), 422, 'unknown_reference', ['config.files.0']);
    });
  });
});
