import { sql } from 'drizzle-orm';
import { demoId } from '@app/public-api';
import { runReply } from '../../libs/public-api/src/runs/runs.schemas';
import {
  AGENTS,
  expectError,
  expectSameNotFound,
  givenAgent,
  rowOf,
  rows,
  seen,
  startRun,
  transcript,
  UNKNOWN_ID,
  useRuns,
} from './support/runs-world';

const PATH = '/v1/runs';
/** An address needs no DNS, and nothing is sent in these tests. */
const WEBHOOK = 'https://9.9.9.9/hook';

describe('start_run', () => {
  const world = useRuns();
  const start = (body: object, role: Parameters<typeof world.as>[0] = 'member', headers = {}) =>
    world.as(role).post(PATH, { agent_id: AGENTS.supportTriage, ...body }, headers);

  describe('201', () => {
    it('answers at once with a pending run of the live revision', async () => {
      const reply = await start({ input: 'Ticket 7' });
      expect(reply.status).toBe(201);
      const { run } = runReply.parse(reply.body);
      expect(run).toEqual({
        id: run.id,
        team_id: world.teamId,
        agent_id: AGENTS.supportTriage,
        agent_name: 'Support Triage',
        revision_id: demoId('revision', 'Support Triage/1'),
        status: 'pending',
        source: 'api',
        user_id: world.userId('member'),
        input: 'Ticket 7',
        sandbox_id: null,
        case_id: null,
        result: null,
        error: null,
        created_at: run.created_at,
        started_at: null,
        completed_at: null,
        updated_at: run.updated_at,
      });
    });

    it('makes the input message 1 of the user', async () => {
      const runId = await startRun(world.as('member'), { input: 'Grüße 🦊' });
      expect(await transcript(world, runId)).toEqual([
        {
          id: expect.any(String),
          sequence: 1,
          type: 'text',
          role: 'user',
          text: 'Grüße 🦊',
          tool_call: null,
          tool_result: null,
          created_at: expect.any(String),
        },
      ]);
    });

    it('needs no input; the transcript is empty then', async () => {
      const runId = await startRun(world.as('member'));
      expect(await seen(world, runId)).toMatchObject({ input: null });
      expect(await transcript(world, runId)).toEqual([]);
    });

    it('tells by the source how the call came', async () => {
      const reply = await world.app.mcp.call(
        'start_run',
        { agent_id: AGENTS.supportTriage, input: 'By tool' },
        { key: world.app.world.acme.keys.member },
      );
      expect(reply.result).toMatchObject({ isError: false });
      expect(reply.result.structuredContent.run).toMatchObject({ source: 'mcp', input: 'By tool' });
    });

    it('stays on its revision when another one is promoted', async () => {
      const manager = world.as('manager');
      const agentId = await givenAgent(manager);
      const runId = await startRun(manager, { agent_id: agentId });
      const { revision_id: before } = await seen(world, runId);
      const { body } = await manager.post(`/v1/agents/${agentId}/revisions`, {
        config: { instructions: 'Work better.' },
      });
      await manager.post(`/v1/revisions/${body.revision.id}/promote`, undefined);
      expect((await seen(world, runId)).revision_id).toBe(before);
      const later = await startRun(manager, { agent_id: agentId });
      expect((await seen(world, later)).revision_id).toBe(body.revision.id);
    });

    it('notes on the agent when it ran last', async () => {
      const agentId = await givenAgent(world.as('manager'));
      const read = async () => (await world.as('owner').get(`/v1/agents/${agentId}`)).body.agent;
      expect(await read()).toMatchObject({ last_run_at: null });
      const runId = await startRun(world.as('member'), { agent_id: agentId });
      const { created_at: startedAt } = await seen(world, runId);
      expect(await read()).toMatchObject({ last_run_at: startedAt });
    });

    it('keeps the webhook URL and never returns it', async () => {
      const reply = await start({ webhook_url: WEBHOOK });
      expect(reply.status).toBe(201);
      expect(reply.text).not.toContain('9.9.9.9');
      expect(await rowOf(world, 'runs', reply.body.run.id)).toMatchObject({ webhook_url: WEBHOOK });
    });

    it('takes an input of 100,000 characters, counted as people count', async () => {
      expect((await start({ input: '🦊'.repeat(100_000) })).status).toBe(201);
    });

    it.each(['owner', 'admin', 'manager', 'builder', 'member'] as const)(
      'lets a %s start an agent of somebody else',
      async (role) => {
        expect((await start({ agent_id: AGENTS.invoiceProcessor }, role)).status).toBe(201);
      },
    );

    it('takes an agent id in any spelling', async () => {
      const reply = await start({ agent_id: AGENTS.supportTriage.toUpperCase() });
      expect(reply.body.run).toMatchObject({ agent_id: AGENTS.supportTriage });
    });
  });

  describe('400', () => {
    it.each([
      ['without agent', { agent_id: undefined }, 'agent_id'],
      ['agent that is no id', { agent_id: 'support-triage' }, 'agent_id'],
      ['empty input', { input: '' }, 'input'],
      ['input of 100,001 characters', { input: 'x'.repeat(100_001) }, 'input'],
      ['input with a NUL', { input: 'a\0b' }, 'input'],
      ['input that is null', { input: null }, 'input'],
      ['sandbox that is no id', { sandbox_id: 'mine' }, 'sandbox_id'],
      [
        'webhook URL of 2,049 characters',
        { webhook_url: `https://9.9.9.9/${'x'.repeat(2034)}` },
        'webhook_url',
      ],
      ['unknown field', { priority: 'high' }, 'priority'],
    ])('%s', async (_, body, field) => {
      expectError(await start(body), 400, 'invalid_request', [field]);
    });

    it.each([
      ['http', 'http://9.9.9.9/hook'],
      ['another port', 'https://9.9.9.9:8443/hook'],
      ['user info', 'https://user:secret@9.9.9.9/hook'],
      ['loopback', 'https://127.0.0.1/hook'],
      ['loopback in IPv6', 'https://[::1]/hook'],
      ['loopback as IPv4 in IPv6', 'https://[::ffff:127.0.0.1]/hook'],
      ['a private network', 'https://192.168.1.10/hook'],
      ['cloud metadata', 'https://169.254.169.254/latest'],
      ['no URL', 'call me'],
    ])('webhook_url_not_allowed: %s', async (_, webhookUrl) => {
      const reply = await start({ webhook_url: webhookUrl });
      expectError(reply, 400, 'webhook_url_not_allowed', ['webhook_url']);
      expect(reply.body.details[0].code).toBe('webhook_url_not_allowed');
    });
  });

  describe('401 and 403', () => {
    it('requires a credential', async () => {
      expectError(await world.anonymous.post(PATH, {}), 401, 'invalid_token');
    });

    it('refuses a viewer before it looks at anything', async () => {
      expectError(await world.as('viewer').post(PATH, { agent_id: 'nonsense' }), 403, 'forbidden');
    });

    it('refuses a key that may only read', async () => {
      expectError(await world.readOnly.post(PATH, {}), 403, 'insufficient_scope');
    });

    it.each(['admin', 'builder', 'member'] as const)(
      'names to a %s each connection that cannot be used',
      async (role) => {
        const reply = await start({ agent_id: AGENTS.paymentRelease }, role);
        expectError(reply, 403, 'connection_forbidden');
        const id = demoId('connection', 'Bank portal');
        expect(reply.body.details).toEqual([
          {
            field: 'connections',
            code: 'connection_forbidden',
            message: `${id} (Bank portal) needs level use`,
          },
        ]);
      },
    );

    it.each([
      ['owner', 'whose connection it is'],
      ['manager', 'who was granted use'],
    ] as const)('lets the %s pass, %s', async (role, _) => {
      expect((await start({ agent_id: AGENTS.paymentRelease }, role)).status).toBe(201);
    });

    it('names all of several, in the order of the config', async () => {
      const connections = ['Personal drive', 'SAP Production', 'Bank portal'].map((name) =>
        demoId('connection', name),
      );
      await world.app.database.handle.execute(
        sql`insert into connection_grants (team_id, connection_id, subject, subject_id, level)
            values (${world.teamId}, ${connections[0]}, 'role', 'owner', 'use')`,
      );
      const agentId = await givenAgent(world.as('owner'), { connections });
      const reply = await start({ agent_id: agentId }, 'builder');
      expectError(reply, 403, 'connection_forbidden', ['connections', 'connections']);
      expect(reply.body.details.map(({ message }: { message: string }) => message)).toEqual([
        `${connections[0]} (Personal drive) needs level use`,
        `${connections[2]} (Bank portal) needs level use`,
      ]);
    });
  });

  describe('404', () => {
    it('answers alike for an agent of another team and one that nobody has', async () => {
      const foreign = await givenAgent(world.stranger);
      expectSameNotFound(await start({ agent_id: foreign }), await start({ agent_id: UNKNOWN_ID }));
    });
  });

  describe('409', () => {
    it('agent_not_runnable: nothing is live', async () => {
      expectError(await start({ agent_id: AGENTS.vendorOnboarding }), 409, 'agent_not_runnable');
    });

    it('connection_broken: names the connection and why', async () => {
      const reply = await start({ agent_id: AGENTS.archiveSync });
      expectError(reply, 409, 'connection_broken', ['connections']);
      const id = demoId('connection', 'Old file server');
      expect(reply.body.details[0].message).toBe(`${id} (Old file server) is broken: credentials_expired`);
    });

    it('leaves no run and no job behind', async () => {
      const count = () =>
        rows(
          world.app,
          sql`select (select count(*) from runs) as runs, (select count(*) from pgboss.job) as jobs`,
        );
      const before = await count();
      await start({ agent_id: AGENTS.archiveSync });
      await start({ agent_id: AGENTS.vendorOnboarding });
      await start({ agent_id: AGENTS.paymentRelease });
      expect(await count()).toEqual(before);
    });
  });
});
