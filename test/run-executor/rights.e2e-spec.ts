import { sql } from 'drizzle-orm';
import type { Permission } from '@app/permissions';
import { demoId } from '@app/public-api';
import type { StepContext } from '@app/run-executor';
import { ExecutorWorld } from './support/executor-world';

const SAP = demoId('connection', 'SAP Production');

/** A run acts with the rights of its user: those it has when something is used, not when the run was started. */
describe('the rights of a run', () => {
  let world: ExecutorWorld;
  beforeAll(async () => {
    world = await ExecutorWorld.open({ RUN_WORKER: 'off' });
  });
  afterAll(() => world.close());
  afterEach(async () => {
    await world.force(sql`update connections set shared = true, status = 'active' where id = ${SAP}`);
    await join();
  });

  const unshare = () => world.force(sql`update connections set shared = false where id = ${SAP}`);
  const breakIt = () =>
    world.force(
      sql`update connections set status = 'broken', broken_reason = 'credentials_expired' where id = ${SAP}`,
    );
  const member = () => world.app.world.acme.userIds.member;
  const leave = () =>
    world.force(
      sql`delete from members where user_id = ${member()} and team_id = ${world.app.world.acme.teamId}`,
    );
  const join = () =>
    world.force(sql`
      insert into members (team_id, user_id, role) values (${world.app.world.acme.teamId}, ${member()}, 'member')
      on conflict (team_id, user_id) do update set role = 'member'`);
  const demote = () => world.app.world.setRole(world.app.world.acme.teamId, member(), 'viewer');

  const WITHDRAWN = { code: 'connection_forbidden', message: `${SAP} (SAP Production) needs level use` };
  const BROKEN = {
    code: 'connection_broken',
    message: `${SAP} (SAP Production) is broken: credentials_expired`,
  };
  const GONE = { code: 'connection_forbidden', message: 'The user of this run has left the team.' };

  it.each([
    ['a grant is withdrawn', unshare, WITHDRAWN],
    ['a connection breaks', breakIt, BROKEN],
    ['its user leaves the team', leave, GONE],
  ])('end it before its first step if %s after it was started', async (_, happens, error) => {
    const id = await world.start(await world.agent({ connections: [SAP] }), {}, 'member');
    await happens();
    const steps: number[] = [];
    world.plays((context, count) => {
      steps.push(count);
      context.complete('Done.');
    });
    await world.drive(id);
    expect(await world.run(id)).toMatchObject({ status: 'failed', error, result: null });
    expect(await world.transcript(id)).toEqual([`status: Failed (${error.code}): ${error.message}`]);
    expect(steps).toEqual([]);
  });

  it.each([
    ['a grant was withdrawn', unshare, WITHDRAWN, ['text: Looking it up.']],
    ['a connection broke', breakIt, BROKEN, ['text: Looking it up.']],
    // Not even the step in which it happens is written.
    ['its user left the team', leave, GONE, []],
  ])('end it before it calls a tool if %s meanwhile', async (_, happens, error, written) => {
    const id = await world.start(await world.agent({ connections: [SAP] }), {}, 'member');
    const called: string[] = [];
    world.plays(async (context, count) => {
      if (count === 1) {
        context.say('Looking it up.');
        await happens();
        return;
      }
      context.say('Now.');
      await context.callTool({ name: 'find', arguments: {}, connectionId: SAP }, async () => {
        called.push('find');
        return 'found';
      });
      context.complete('Found.');
    });
    await world.drive(id);
    expect(await world.run(id)).toMatchObject({ status: 'failed', error, result: null });
    expect(called).toEqual([]);
    expect(await world.transcript(id)).toEqual([
      ...written,
      `status: Failed (${error.code}): ${error.message}`,
    ]);
  });

  it('end it after it waited, if its user left the team meanwhile', async () => {
    const id = await world.start(await world.agent(), {}, 'member');
    world.plays((context, count) =>
      count === 1 ? context.ask({ type: 'approval', title: 'Go on?' }) : context.complete('Done.'),
    );
    await world.drive(id);
    const { pending_human_request: asked } = await world.reached(id, 'waiting');
    await leave();
    await world.respond(asked.id, { approved: true });
    await world.drive(id);
    expect(await world.run(id)).toMatchObject({ status: 'failed', error: GONE });
  });

  it('are not those of whoever answers or writes to it', async () => {
    const id = await world.start(await world.agent({ connections: [SAP] }), {}, 'member');
    await unshare();
    await world.call('POST', `/v1/runs/${id}/messages`, { message: 'Hurry up.' }, 'admin');
    await world.drive(id);
    expect(await world.run(id)).toMatchObject({ status: 'failed', error: WITHDRAWN });
  });

  describe('of a user who is a viewer by now', () => {
    const lacks = (...permissions: Permission[]) => ({
      code: 'agent_error',
      message: `The user of this run has the role viewer, which lacks the permission${permissions.length > 1 ? 's' : ''} ${permissions.join(', ')}.`,
    });

    it('end it before its first step', async () => {
      const id = await world.start(await world.agent(), {}, 'member');
      await demote();
      world.plays((context) => context.complete('Done.'));
      await world.drive(id);
      expect(await world.run(id)).toMatchObject({
        status: 'failed',
        error: lacks('runs:start'),
        result: null,
      });
    });

    it('end it after it waited', async () => {
      const id = await world.start(await world.agent(), {}, 'member');
      world.plays((context, count) =>
        count === 1 ? context.ask({ type: 'approval', title: 'Go on?' }) : context.complete('Done.'),
      );
      await world.drive(id);
      const { pending_human_request: asked } = await world.reached(id, 'waiting');
      await demote();
      await world.respond(asked.id, { approved: true });
      await world.drive(id);
      expect(await world.run(id)).toMatchObject({ status: 'failed', error: lacks('runs:start') });
    });

    it.each<[string, Permission[], (context: StepContext) => void]>([
      ['a file', ['files:write'], (context) => context.writeFile('demoted.txt', Buffer.from('too late'))],
      [
        'a file of its sandbox',
        ['sandboxes:use'],
        (context) => context.writeSandboxFile('/workspace/a.txt', Buffer.from('no')),
      ],
      [
        'cases',
        ['cases:create'],
        (context) => context.addCases(context.config.produces[0]!, [{ title: 'Too late' }]),
      ],
      ['nothing but its transcript', [], (context) => context.say('Going on.')],
    ])('write nothing: %s', async (_, permissions, write) => {
      const queueId = await world.queue();
      const { sandbox } = await world.call('POST', '/v1/sandboxes', {}, 'member');
      const agentId = await world.agent({ produces: [queueId] });
      const id = await world.start(agentId, { sandbox_id: sandbox.id }, 'member');
      world.plays(async (context, count) => {
        if (count === 1) return context.say('Before.');
        await demote();
        context.say('After.');
        write(context);
        context.complete('Done.');
      });
      await world.drive(id);
      const error = lacks('runs:start', ...permissions);
      expect(await world.run(id)).toMatchObject({ status: 'failed', error, result: null });
      expect(await world.transcript(id)).toEqual([
        'text: Before.',
        `status: Failed (agent_error): ${error.message}`,
      ]);
      const { status } = await world.try('GET', '/v1/files/content?path=demoted.txt');
      expect(status).toBe(404);
      expect((await world.call('GET', `/v1/sandboxes/${sandbox.id}/files`)).total).toBe(0);
      expect((await world.call('POST', `/v1/queues/${queueId}/cases/search`, {})).total).toBe(0);
    });

    it.each<[string, Permission, (context: StepContext) => Promise<unknown>]>([
      ['a file', 'files:read', (context) => context.readFile('invoices/2026-001.pdf')],
      ['a file of its sandbox', 'sandboxes:use', (context) => context.readSandboxFile('/workspace/a.txt')],
      [
        'anything by a tool',
        'runs:start',
        (context) => context.callTool({ name: 'find', arguments: {} }, async () => 'found'),
      ],
    ])('read nothing: %s', async (_, permission, read) => {
      const { sandbox } = await world.call('POST', '/v1/sandboxes', {}, 'member');
      const id = await world.start(await world.agent(), { sandbox_id: sandbox.id }, 'member');
      const got: unknown[] = [];
      world.plays(async (context) => {
        await demote();
        got.push(await read(context));
      });
      await world.drive(id);
      expect(await world.run(id)).toMatchObject({ status: 'failed', error: lacks(permission) });
      expect(got).toEqual([]);
    });
  });

  describe('of an agent that must not ask', () => {
    it('end it where it asks: nobody is asked', async () => {
      const queueId = await world.queue();
      const [caseId] = await world.cases(queueId, 'Expensive');
      const id = await world.start(
        await world.agent({ allow_human_requests: false, consumes: [{ queue_id: queueId }] }),
      );
      world.plays((context, count) => {
        if (count === 1) return context.claimCase();
        context.say('I need help.');
        context.ask({ type: 'approval', title: 'May I?' });
      });
      await world.drive(id);
      const error = {
        code: 'agent_error',
        message: 'The agent needs a person, but its config allows no human requests.',
      };
      expect(await world.run(id)).toMatchObject({ status: 'failed', error });
      expect(await world.case(caseId!)).toMatchObject({ status: 'failed', error });
      const { total } = await world.call('GET', `/v1/human-requests?run_id=${id}`);
      expect(total).toBe(0);
      expect(await world.transcript(id)).toEqual([`status: Failed (agent_error): ${error.message}`]);
    });
  });
});
