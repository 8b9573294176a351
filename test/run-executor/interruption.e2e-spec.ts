import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { RunWatch } from '@app/public-api';
import { ExecutorWorld } from './support/executor-world';

/** A message that comes in the middle of a step, as people send them. */
describe('a message during a step', () => {
  let world: ExecutorWorld;
  beforeAll(async () => {
    world = await ExecutorWorld.open();
  });
  afterAll(() => world.close());

  const post = (id: string, message: string) => world.call('POST', `/v1/runs/${id}/messages`, { message });

  it.each(['complete', 'fail', 'ask'] as const)(
    'that would end in %s has the step repeated, so that the agent sees it',
    async (end) => {
      const seen: string[][] = [];
      const keys: string[] = [];
      world.plays(async (context, count) => {
        keys.push(context.idempotencyKey);
        const texts = (await context.messages()).map(({ text }) => text ?? '');
        seen.push(texts);
        if (count === 1) await post(context.idempotencyKey.split(':')[0]!, 'One more thing');
        context.say(`Heard ${texts.length}.`);
        if (count > 1) context.complete('Done.');
        else if (end === 'complete') context.complete('Too early.');
        else if (end === 'fail') context.fail('Too early.');
        else context.ask({ type: 'approval', title: 'Too early?' });
      });
      const id = await world.start(await world.agent(), { input: 'Begin' });
      expect(await world.reached(id, 'completed')).toMatchObject({ run: { result: 'Done.' } });
      expect(seen).toEqual([['Begin'], ['Begin', 'One more thing']]);
      // The same step: whatever it does outside is recognised as the same.
      expect(new Set(keys).size).toBe(1);
      expect(await world.transcript(id)).toEqual(['text: Begin', 'text: One more thing', 'text: Heard 2.']);
    },
  );

  it('that goes on is seen in the next one, and nothing is repeated', async () => {
    const seen: number[] = [];
    world.plays(async (context, count) => {
      const messages = await context.messages();
      seen.push(messages.length);
      if (count === 1) await post(messages[0]!.runId, 'One more thing');
      context.say(`Step ${count}.`);
      if (count === 2) context.complete('Done.');
    });
    const id = await world.start(await world.agent(), { input: 'Begin' });
    await world.reached(id, 'completed');
    expect(seen).toEqual([1, 3]);
    expect(await world.transcript(id)).toEqual([
      'text: Begin',
      'text: One more thing',
      'text: Step 1.',
      'text: Step 2.',
    ]);
  });

  it('is seen, or brings the run back, however many come while it ends', async () => {
    const acknowledged = new Map<string, string[]>();
    const lastSeen = new Map<string, number>();
    world.plays(async (context) => {
      const messages = await context.messages();
      lastSeen.set(messages[0]!.runId, messages.filter(({ role }) => role === 'user').length);
      await sleep(5);
      context.complete('Done.');
    });
    const agentId = await world.agent();
    await Promise.all(
      Array.from({ length: 5 }, async () => {
        const id = await world.start(agentId, { input: 'Begin' });
        const said = ['Begin'];
        acknowledged.set(id, said);
        for (let n = 0; n < 15; n += 1) {
          const message = `More ${n}`;
          const { status } = await world.try('POST', `/v1/runs/${id}/messages`, { message });
          // 409: it ended between the look at it and the lock, and the caller is told to try again.
          if (status === 201) said.push(message);
          else expect(status).toBe(409);
        }
        await world.reached(id, 'completed');
      }),
    );
    for (const [id, said] of acknowledged) {
      await world.reached(id, 'completed');
      expect(lastSeen.get(id)).toBe(said.length);
      expect(await world.transcript(id)).toEqual(said.map((text) => `text: ${text}`));
    }
  });
});

describe('a run that ends from outside in the middle of a slow step', () => {
  let world: ExecutorWorld;
  beforeAll(async () => {
    world = await ExecutorWorld.open();
  });
  afterAll(() => world.close());

  /** Takes as long as it is let, and does not look at the signal until the end, as a careless executor. */
  function playSlow(): { begun: Promise<void>; ended: Promise<{ ms: number; aborted: boolean }> } {
    let begin!: () => void;
    let end!: (outcome: { ms: number; aborted: boolean }) => void;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const ended = new Promise<{ ms: number; aborted: boolean }>((resolve) => (end = resolve));
    world.plays(async (context) => {
      context.say('Half-way.');
      begin();
      const from = performance.now();
      await sleep(20_000, undefined, { signal: context.signal }).catch(() => undefined);
      end({ ms: performance.now() - from, aborted: context.signal.aborted });
      context.say('All done.');
      context.complete('Done.');
    });
    return { begun, ended };
  }

  it('by stop: the step is broken off within 3 s, and nothing of it is written', async () => {
    const slow = playSlow();
    const queueId = await world.queue();
    const [caseId] = await world.cases(queueId, 'Long work');
    const id = await world.start(await world.agent({ consumes: [{ queue_id: queueId }] }));
    await slow.begun;
    const { run } = await world.call('POST', `/v1/runs/${id}/stop`, { reason: 'Enough' });
    expect(run.status).toBe('stopped');
    const { ms, aborted } = await slow.ended;
    expect(aborted).toBe(true);
    expect(ms).toBeLessThan(3000);
    await sleep(200);
    expect(await world.transcript(id)).toEqual(['status: Stopped: Enough']);
    expect(await world.run(id)).toMatchObject({ status: 'stopped', result: null, error: null });
    expect(await world.case(caseId!)).toMatchObject({ status: 'pending', attempts: 0 });
    expect(world.app.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  it('by a case that is taken from it: likewise', async () => {
    const queueId = await world.queue();
    const [caseId] = await world.cases(queueId, 'Long work');
    const agentId = await world.agent({ consumes: [{ queue_id: queueId }] });
    world.plays((context) => context.claimCase());
    let begun!: () => void;
    const working = new Promise<void>((resolve) => (begun = resolve));
    world.plays(async (context, count) => {
      if (count === 1) return context.claimCase();
      begun();
      await sleep(20_000, undefined, { signal: context.signal });
    });
    const id = await world.start(agentId);
    await working;
    const body = { case_ids: [caseId], status: 'completed', note: 'By hand' };
    const reply = await world.call('POST', `/v1/queues/${queueId}/cases/bulk-update-status`, body);
    expect(reply).toMatchObject({ updated_count: 1, interrupted_run_ids: [id] });
    expect(await world.run(id)).toMatchObject({ status: 'interrupted' });
    await sleep(2500);
    expect(await world.case(caseId!)).toMatchObject({
      status: 'completed',
      history: ['created', 'claimed', 'released', 'status_set'],
    });
    expect(await world.transcript(id)).toEqual(['status: Interrupted: its case was set to completed.']);
  });

  it('by its longest duration: waiting does not count, working does', async () => {
    const slow = playSlow();
    const id = await world.start(await world.agent({ max_duration_seconds: 10 }));
    await slow.begun;
    const watch = world.app.get(RunWatch);
    expect(await watch.failOverdue(10)).toBe(0);
    // As if it had worked for eight seconds before it last waited, and for three since.
    await world.force(
      sql`update runs set active_ms = 8000, active_since = now() - interval '3 seconds' where id = ${id}`,
    );
    expect(await watch.failOverdue(10)).toBe(1);
    const error = { code: 'timeout', message: 'The run took longer than 10 seconds.' };
    expect(await world.run(id)).toMatchObject({ status: 'failed', error });
    expect((await slow.ended).aborted).toBe(true);
    expect(await world.transcript(id)).toEqual([`status: Failed (timeout): ${error.message}`]);
  });

  it('not by the time it waits for a person', async () => {
    world.plays((context, count) =>
      count === 1 ? context.ask({ type: 'approval', title: 'Go on?' }) : context.complete('Done.'),
    );
    const id = await world.start(await world.agent({ max_duration_seconds: 10 }));
    const { pending_human_request: asked } = await world.reached(id, 'waiting');
    await world.force(sql`update runs set updated_at = now() - interval '1 day' where id = ${id}`);
    expect(await world.app.get(RunWatch).failOverdue(10)).toBe(0);
    await world.respond(asked.id, { approved: true });
    await world.reached(id, 'completed');
  });
});
