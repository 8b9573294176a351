import { createdAgentReply } from '../../libs/public-api/src/agents/agents.schemas';
import { demoId } from '../../libs/public-api/src/demo';
import { configOf, INSTRUCTIONS, newName } from './support/agents';
import { expectError, UNKNOWN_ID, useCallers } from './support/callers';

const bankPortal = demoId('connection', 'Bank portal');
const sap = demoId('connection', 'SAP Production');
const personalDrive = demoId('connection', 'Personal drive');

describe('POST /v1/agents', () => {
  const { as, anonymous, stranger, readOnly, userId, app } = useCallers();
  const create = (body: object, role: Parameters<typeof as>[0] = 'builder') =>
    as(role).post('/v1/agents', { name: newName(), ...body });

  describe('201', () => {
    it('creates an agent without a revision', async () => {
      const reply = await create({ description: 'Answers mail' });
      expect(reply.status).toBe(201);
      const { agent, revision } = createdAgentReply.parse(reply.body);
      expect(revision).toBeNull();
      expect(agent).toMatchObject({
        description: 'Answers mail',
        runnable: false,
        live_revision_id: null,
        latest_revision_id: null,
        last_run_at: null,
        created_by: userId('builder'),
        updated_by: userId('builder'),
      });
    });

    it('gives it revision 1 as a draft', async () => {
      const { agent, revision } = createdAgentReply.parse((await create({ config: configOf() })).body);
      expect(revision).toMatchObject({
        agent_id: agent.id,
        number: 1,
        status: 'draft',
        promoted_by: null,
        promoted_at: null,
        parent_revision_id: null,
        config: {
          instructions: INSTRUCTIONS,
          connections: [],
          allow_human_requests: true,
          max_duration_seconds: 3600,
        },
      });
      expect(agent).toMatchObject({
        runnable: false,
        live_revision_id: null,
        latest_revision_id: revision?.id,
      });
    });

    it('makes it runnable at once if asked to', async () => {
      const { agent, revision } = createdAgentReply.parse(
        (await create({ config: configOf(), promote: true })).body,
      );
      expect(revision).toMatchObject({ status: 'live', promoted_by: userId('builder') });
      expect(agent).toMatchObject({ runnable: true, live_revision_id: revision?.id });
    });

    it('keeps every field of the config', async () => {
      const config = {
        instructions: 'x'.repeat(100_000),
        model: 'small',
        connections: [sap],
        skills: [demoId('skill', 'invoice-extraction'), demoId('skill', 'pdf-reading')],
        plugins: ['web-browser'],
        files: ['reference/vendors.csv'],
        consumes: [],
        produces: [],
        allow_human_requests: false,
        max_duration_seconds: 10,
      };
      const { revision } = createdAgentReply.parse((await create({ config })).body);
      expect(revision?.config).toEqual(config);
    });

    it('takes a name that another team has', async () => {
      const name = newName();
      expect((await create({ name })).status).toBe(201);
      expect((await stranger.post('/v1/agents', { name })).status).toBe(201);
    });

    it('counts the length of a name in characters', async () => {
      expect((await create({ name: '😀'.repeat(99) + String(Date.now()).at(-1) })).status).toBe(201);
    });

    it('gives the first reply again for a repeated idempotency key', async () => {
      const body = { name: newName(), config: configOf() };
      const headers = { 'idempotency-key': 'create-once' };
      const first = await as('builder').post('/v1/agents', body, headers);
      const again = await as('builder').post('/v1/agents', body, headers);
      expect([first.status, again.status]).toEqual([201, 201]);
      expect(again.body).toEqual(first.body);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
    });
  });

  describe('400', () => {
    it.each([
      ['name', { name: undefined }],
      ['name', { name: '' }],
      ['name', { name: 'x'.repeat(101) }],
      ['name', { name: 'a\u0000b' }],
      ['name', { name: '\ud800' }],
      ['name', { name: 1 }],
      ['description', { description: 'x'.repeat(2001) }],
      ['description', { description: null }],
      ['promote', { promote: true }],
      ['promote', { promote: 'yes', config: configOf() }],
      ['config', { config: [] }],
      ['config.instructions', { config: {} }],
      ['config.temperature', { config: configOf({ temperature: 1 }) }],
      ['config.connections.1', { config: configOf({ connections: [sap, sap] }) }],
      ['config.skills.0', { config: configOf({ skills: [null] }) }],
      ['config.files.0', { config: configOf({ files: ['a\u0000'] }) }],
      ['config.max_duration_seconds', { config: configOf({ max_duration_seconds: 9.5 }) }],
      ['team_id', { team_id: UNKNOWN_ID }],
    ])('refuses a fault in %s (%#)', async (field, body) => {
      const reply = await create(body);
      expectError(reply, 400, 'invalid_request');
      expect(reply.body.details).toContainEqual(expect.objectContaining({ field }));
    });

    it.each([[[]], ['text'], [null], [1]])('refuses a body that is no object: %j', async (body) => {
      expectError(await as('builder').post('/v1/agents', body), 400, 'invalid_request');
    });

    it('refuses JSON nested thousands deep', async () => {
      const rawBody = `{"name":"deep","config":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
      const { rest, world } = app();
      const reply = await rest('POST', '/v1/agents', { key: world.acme.keys.builder, rawBody });
      expectError(reply, 400, 'invalid_request', ['body']);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await anonymous.post('/v1/agents', { name: newName() }), 401, 'invalid_token');
    });
  });

  describe('403', () => {
    it.each(['member', 'viewer'] as const)('forbids it to a %s', async (role) => {
      expectError(await create({}, role), 403, 'forbidden');
    });

    it('forbids it to a key that may only read', async () => {
      expectError(await readOnly.post('/v1/agents', { name: newName() }), 403, 'insufficient_scope');
    });

    it('names every connection that the caller may not use, and creates nothing', async () => {
      const name = newName();
      const reply = await create({
        name,
        config: configOf({ connections: [personalDrive, sap, bankPortal] }),
      });
      expectError(reply, 403, 'connection_forbidden', ['connections', 'connections']);
      expect(reply.body.details).toEqual([
        {
          field: 'connections',
          code: 'connection_forbidden',
          message: `${personalDrive} (Personal drive) needs level use`,
        },
        {
          field: 'connections',
          code: 'connection_forbidden',
          message: `${bankPortal} (Bank portal) needs level use`,
        },
      ]);
      expect((await as('builder').get('/v1/agents', { search: name })).body.total).toBe(0);
    });

    it('gives no use to an admin or owner of the team', async () => {
      const config = configOf({ connections: [personalDrive] });
      for (const role of ['owner', 'admin'] as const) {
        expectError(await create({ config }, role), 403, 'connection_forbidden');
      }
    });
  });

  describe('409', () => {
    it('refuses a name that the team has, ignoring case', async () => {
      expectError(await create({ name: 'INVOICE processor' }), 409, 'name_taken', ['name']);
    });

    it('gives one name to one of several callers at once', async () => {
      const name = newName();
      const replies = await Promise.all(Array.from({ length: 5 }, () => create({ name })));
      expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    });
  });

  describe('422', () => {
    it('names every reference that the team does not have', async () => {
      const name = newName();
      const config = configOf({
        connections: [sap, UNKNOWN_ID],
        skills: [UNKNOWN_ID],
        plugins: ['web-browser', 'no-such-plugin'],
        files: ['no/such.txt'],
        consumes: [{ queue_id: UNKNOWN_ID }],
        produces: [UNKNOWN_ID],
      });
      expectError(await create({ name, config }), 422, 'unknown_reference', [
        'config.connections.1',
        'config.skills.0',
        'config.plugins.1',
        'config.files.0',
        'config.consumes.0.queue_id',
        'config.produces.0',
      ]);
      expect((await as('builder').get('/v1/agents', { search: name })).body.total).toBe(0);
    });

    it("takes another team's items for unknown", async () => {
      const config = configOf({ connections: [sap], skills: [demoId('skill', 'invoice-extraction')] });
      const reply = await stranger.post('/v1/agents', { name: newName(), config });
      expectError(reply, 422, 'unknown_reference', ['config.connections.0', 'config.skills.0']);
    });
  });
});
