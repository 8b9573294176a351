import { sql } from 'drizzle-orm';
import { RunWatch } from '@app/public-api';
import { StepFailure } from '@app/run-executor';
import type { StepContext } from '@app/run-executor';
import { ExecutorWorld } from './support/executor-world';

describe('a step that goes wrong', () => {
  let world: ExecutorWorld;
  beforeAll(async () => {
    world = await ExecutorWorld.open({ RUN_WORKER: 'off' });
  });
  afterAll(() => world.close());

  const errorLogs = () => world.app.logs.filter(({ level }) => Number(level) >= 50);

  /** @returns the run after one drive by this executor, and its transcript */
  async function driven(
    step: (context: StepContext, count: number) => void | Promise<void>,
    { config = {}, body = {} }: { config?: object; body?: object } = {},
  ) {
    world.plays(step);
    const id = await world.start(await world.agent(config), body);
    await world.drive(id);
    return { id, run: await world.run(id), transcript: await world.transcript(id) };
  }

  it('by an unknown error ends the run as agent_error; people read no details, the log has them', async () => {
    const before = errorLogs().length;
    const { id, run, transcript } = await driven(() => {
      throw new Error('secret detail');
    });
    expect(run).toMatchObject({
      status: 'failed',
      error: { code: 'agent_error', message: 'The agent failed unexpectedly.' },
    });
    expect(transcript.join()).not.toContain('secret');
    const [line] = errorLogs().slice(before);
    expect(line).toMatchObject({ run_id: id, err: { message: 'secret detail' } });
  });

  it('by a StepFailure ends the run with its reason, and the log has no error', async () => {
    const before = errorLogs().length;
    const { run } = await driven(() => {
      throw new StepFailure('agent_error', 'The mailbox is empty.');
    });
    expect(run).toMatchObject({ status: 'failed', error: { message: 'The mailbox is empty.' } });
    expect(errorLogs()).toHaveLength(before);
  });

  it.each<[string, (context: StepContext) => void, string]>([
    ['a case it does not have', (context) => context.completeCase('Done.'), 'The run works on no case.'],
    [
      'a sandbox it does not have',
      (context) => context.writeSandboxFile('/workspace/a.txt', Buffer.from('a')),
      'The run has no sandbox.',
    ],
    [
      'a queue that it does not produce',
      (context) => context.addCases('3f0f3f0e-0000-4000-8000-000000000000', [{ title: 'More' }]),
      'The agent is no producer of the queue 3f0f3f0e-0000-4000-8000-000000000000.',
    ],
    [
      'a file too large',
      (context) => context.writeFile('big.bin', Buffer.alloc(10_485_761)),
      'The content has 10485761 bytes; a file has at most 10485760.',
    ],
    [
      'a question without a choice',
      (context) =>
        context.ask({
          type: 'question',
          title: 'Which?',
          questions: [{ id: 'a', question: 'A?', options: [], multi_select: false, allow_free_text: false }],
        }),
      'The agent asked what nobody can answer: its request gives a no option and no free text.',
    ],
  ])('by %s ends the run with the reason; nothing of the step is written', async (_, write, message) => {
    const before = errorLogs().length;
    const { run, transcript } = await driven((context) => {
      context.say('Before.');
      context.writeFile('notes/before.txt', Buffer.from('before'));
      write(context);
      context.say('After.');
      context.complete('Done.');
    });
    expect(run).toMatchObject({ status: 'failed', error: { code: 'agent_error', message }, result: null });
    expect(transcript).toEqual([`status: Failed (agent_error): ${message}`]);
    const { files } = await world.call('GET', '/v1/files?prefix=notes/');
    expect(files).toEqual([]);
    expect(errorLogs()).toHaveLength(before);
  });

  it('by a label too many, or a case that breaks a rule, fails the case too', async () => {
    const queueId = await world.queue();
    const config = { consumes: [{ queue_id: queueId }], produces: [queueId] };
    const labels = Array.from({ length: 51 }, (_, n) => ({ key: 'n', value: String(n) }));
    for (const [write, reason] of [
      [(context: StepContext) => context.labelCase(labels), /at most 50 are allowed/],
      [(context: StepContext) => context.addCases(queueId, [{ title: '' }]), /The case is not valid/],
      [
        (context: StepContext) => context.postponeCase(new Date(Date.now() + 31 * 86_400_000)),
        /at most 30 days/,
      ],
    ] as const) {
      const [caseId] = await world.cases(queueId, 'Strange');
      const { run } = await driven((context, count) => (count === 1 ? context.claimCase() : write(context)), {
        config,
      });
      expect(run).toMatchObject({ status: 'failed', error: { code: 'agent_error' } });
      expect(run.error.message).toMatch(reason);
      expect(await world.case(caseId!)).toMatchObject({ status: 'failed', labels: [], error: run.error });
    }
  });

  it('in the database only because it had to let another one pass is done again', async () => {
    world.plays((context) => context.complete('Done.'));
    const id = await world.start(await world.agent());
    let tries = 0;
    world.plays((context) => {
      tries += 1;
      if (tries === 1)
        throw new Error('Failed query', { cause: Object.assign(new Error('deadlock'), { code: '40P01' }) });
      context.complete('Done.');
    });
    await world.drive(id);
    expect(await world.run(id)).toMatchObject({ status: 'running' });
    await world.drive(id);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it('stores what tools give, whatever characters are in it', async () => {
    const { run, id } = await driven(async (context) => {
      await context.callTool({ name: 'read', arguments: { 'k\0': '\ud800' } }, async () => 'a\0b\udfff');
      context.remember({ last: '\0' });
      context.complete('x\0y');
    });
    expect(run).toMatchObject({ status: 'completed', result: 'x\ufffdy' });
    const { messages } = await world.call('GET', `/v1/runs/${id}/messages`);
    expect(messages).toMatchObject([
      { tool_call: { id: 'call_0_1', name: 'read', arguments: { 'k\ufffd': '\ufffd' } } },
      { tool_result: { tool_call_id: 'call_0_1', result: 'a\ufffdb\ufffd', error: null } },
    ]);
  });

  it('a tool that fails is a result for the agent, and the run goes on', async () => {
    const { run, transcript } = await driven(async (context) => {
      const { error } = await context.callTool({ name: 'find', arguments: {} }, async () => {
        throw new Error('No such invoice');
      });
      context.complete(error);
    });
    expect(run).toMatchObject({ status: 'completed', result: 'No such invoice' });
    expect(transcript).toEqual(['tool_call: find', 'tool_result: No such invoice']);
  });

  it('a run that ends with its case open fails the case as case_not_closed', async () => {
    const queueId = await world.queue();
    const [first, second] = await world.cases(queueId, 'One', 'Two');
    const { run } = await driven(
      (context) => {
        context.claimCase();
        context.claimCase();
        context.complete('Forgot it.');
      },
      { config: { consumes: [{ queue_id: queueId }] } },
    );
    expect(run).toMatchObject({ status: 'completed', case_id: first });
    expect(await world.case(first!)).toMatchObject({
      status: 'failed',
      error: { code: 'case_not_closed' },
    });
    // One case per run, however often it claims.
    expect(await world.case(second!)).toMatchObject({ status: 'pending', attempts: 0 });
  });

  it('of three workers in a row ends the run as executor_lost', async () => {
    const queueId = await world.queue();
    const [caseId] = await world.cases(queueId, 'Deadly');
    world.plays((context, count) => {
      if (count === 1) return context.claimCase();
      throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    });
    const id = await world.start(await world.agent({ consumes: [{ queue_id: queueId }] }));
    for (let lost = 1; lost <= 3; lost += 1) {
      await expect(world.drive(id)).rejects.toThrow('ECONNRESET');
      expect(await world.run(id)).toMatchObject({ status: 'running' });
      expect(await world.app.get(RunWatch).recoverLost(10)).toBe(0);
      await world.force(sql`update runs set lease_until = now() - interval '1 second' where id = ${id}`);
      expect(await world.app.get(RunWatch).recoverLost(10)).toBe(1);
    }
    const error = {
      code: 'executor_lost',
      message: 'The worker was lost 3 times over the same step.',
    };
    expect(await world.run(id)).toMatchObject({ status: 'failed', error });
    expect(await world.case(caseId!)).toMatchObject({ status: 'failed', error });
  });
});

describe('files that a step reads and writes', () => {
  let world: ExecutorWorld;
  beforeAll(async () => {
    world = await ExecutorWorld.open();
  });
  afterAll(() => world.close());

  it('are those of the team, written as the user of the run', async () => {
    world.plays(async (context, count) => {
      if (count === 1) {
        const vendors = await context.readFile('reference/vendors.csv');
        context.writeFile('reports/vendors.txt', Buffer.from(`${vendors.length} bytes`));
        context.writeFile('reports/vendors.txt', Buffer.from(`${vendors.length} bytes, twice`));
        return;
      }
      context.complete((await context.readFile('reports/vendors.txt')).toString());
    });
    const id = await world.start(await world.agent(), {}, 'member');
    const { run } = await world.reached(id, 'completed');
    expect(run.result).toMatch(/^\d+ bytes, twice$/);
    const { files } = await world.call('GET', '/v1/files?prefix=reports/');
    expect(files).toMatchObject([
      { path: 'reports/vendors.txt', created_by: world.app.world.acme.userIds.member },
    ]);
  });

  it('end the run with a reason if they are not there', async () => {
    world.plays(async (context) => {
      await context.readFile('nowhere.txt');
    });
    const id = await world.start(await world.agent());
    const { run } = await world.reached(id, 'failed');
    expect(run.error.message).toMatch(/^The file nowhere\.txt cannot be read: /);
  });

  it('in a sandbox are there while it lives', async () => {
    const { sandbox } = await world.call('POST', '/v1/sandboxes', {});
    await world.call('POST', `/v1/sandboxes/${sandbox.id}/files`, {
      path: '/workspace/in.txt',
      content: 'in',
    });
    world.plays(async (context, count) => {
      if (count === 1) {
        const text = (await context.readSandboxFile('/workspace/in.txt')).toString();
        context.writeSandboxFile('/workspace/out/result.txt', Buffer.from(`${text} and out`));
        return;
      }
      context.complete((await context.readSandboxFile('/workspace/out/result.txt')).toString());
    });
    const agentId = await world.agent();
    const id = await world.start(agentId, { sandbox_id: sandbox.id });
    expect(await world.reached(id, 'completed')).toMatchObject({
      run: { result: 'in and out', sandbox_id: sandbox.id },
    });
    // It is free again.
    expect((await world.call('GET', `/v1/sandboxes/${sandbox.id}`)).sandbox).toMatchObject({
      run_id: null,
      file_count: 2,
    });

    await world.force(
      sql`update sandboxes set expires_at = now() + interval '300 milliseconds' where id = ${sandbox.id}`,
    );
    world.plays(async (context) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      context.writeSandboxFile('/workspace/late.txt', Buffer.from('late'));
      context.complete('Done.');
    });
    const late = await world.start(agentId, { sandbox_id: sandbox.id });
    const { run } = await world.reached(late, 'failed');
    expect(run.error).toMatchObject({ code: 'agent_error', message: expect.stringMatching(/sandbox/i) });
  });
});
