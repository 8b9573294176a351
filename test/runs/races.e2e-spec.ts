import { sql } from 'drizzle-orm';
import { HumanRequestExpiry, RunSteps, RunWrites } from '@app/public-api';
import { RunInterrupts } from '../../libs/public-api/src/runs';
import type { RestReply } from '../support/rest-client';
import { until } from '../support/until';
import { APPROVAL, begin, givenRun, givenWaiting, say } from './support/drive';
import { rowOf, rows, seen, startRun, useRuns } from './support/runs-world';

/** Enough for each side to win some. */
const ROUNDS = 20;

const told = ({ status, body }: RestReply): string => (status < 400 ? String(status) : body.error);
const countOf = (values: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    [...new Set(values)].sort().map((value) => [value, values.filter((v) => v === value).length]),
  );

describe('simultaneous calls on one run', () => {
  const world = useRuns();
  const respond = (id: string, body: object = { approved: true }) =>
    world.as('manager').post(`/v1/human-requests/${id}/respond`, body);
  const post = (id: string, message: string) =>
    world.as('manager').post(`/v1/runs/${id}/messages`, { message });
  const stop = (id: string) => world.as('manager').post(`/v1/runs/${id}/stop`, {});
  const requestOf = (id: string) => rowOf(world, 'human_requests', id);
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  /** @returns the whole transcript; its sequence has no gap */
  async function messagesOf(runId: string): Promise<{ text: string; type: string }[]> {
    const messages = await rows<{ sequence: number; text: string; type: string }>(
      world.app,
      sql`select sequence, text, type from run_messages where run_id = ${runId} order by sequence`,
    );
    expect(messages.map(({ sequence }) => sequence)).toEqual(messages.map((_, index) => index + 1));
    expect((await rowOf(world, 'runs', runId)).message_count).toBe(messages.length);
    return messages;
  }

  it('takes one of 50 responses, and tells the other 49 that somebody was first', async () => {
    const { runId, requestId } = await givenWaiting(world, APPROVAL, world.as('manager'), {
      webhook_url: 'https://9.9.9.9/hook',
    });
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        respond(requestId, { approved: index % 2 === 0, comment: `Response ${index}` }),
      ),
    );
    expect(countOf(replies.map(told))).toEqual({ '200': 1, already_responded: 49 });
    const { human_request: taken } = replies.find(({ status }) => status === 200)!.body;
    expect(await requestOf(requestId)).toMatchObject({
      status: 'responded',
      comment: taken.comment,
      response: taken.response,
    });
    expect((await messagesOf(runId)).map(({ type }) => type)).toEqual(['human_request', 'human_response']);
    expect(await rowOf(world, 'runs', runId)).toMatchObject({ status: 'running', version: 4 });
  });

  it('loses no message of 20 when the run is stopped among them', async () => {
    const runId = await givenRun(world, 'running');
    const calls = Array.from({ length: 20 }, (_, index) => post(runId, `Message ${index}`));
    const [stopped, ...replies] = await Promise.all([stop(runId), ...calls]);
    expect(stopped.body).toMatchObject({ success: true, message: null });
    const counts = countOf(replies.map(told));
    expect((counts['201'] ?? 0) + (counts.run_not_resumable ?? 0)).toBe(20);
    const messages = await messagesOf(runId);
    const accepted = replies
      .filter(({ status }) => status === 201)
      .map(({ body }) => body.message.text as string);
    const kept = messages.filter(({ type }) => type === 'text').map(({ text }) => text);
    expect([...kept].sort()).toEqual([...accepted].sort());
    // What was refused came after the stop, and so did nothing that was accepted.
    expect(messages.at(-1)).toMatchObject({ type: 'status', text: 'Stopped.' });
  });

  it('numbers 20 messages and the steps of the agent without gap or repetition', async () => {
    const runId = await startRun(world.as('manager'), { input: 'Go' });
    let held = await begin(world, runId);
    const agent = (async () => {
      for (let count = 0; count < 10; count += 1) held = await say(world, held, `Step ${count}`);
    })();
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, index) => post(runId, `Message ${index}`)),
    );
    await agent;
    expect(countOf(replies.map(told))).toEqual({ '201': 20 });
    expect(new Set((await messagesOf(runId)).map(({ text }) => text)).size).toBe(31);
  });

  it('lets ten messages resume a run once', async () => {
    const runId = await givenRun(world, 'completed');
    const { version } = await rowOf(world, 'runs', runId);
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, index) => post(runId, `Message ${index}`)),
    );
    expect(countOf(replies.map(told))).toEqual({ '201': 10 });
    expect(await rowOf(world, 'runs', runId)).toMatchObject({ status: 'pending', version: version + 1 });
    expect(await messagesOf(runId)).toHaveLength(10);
  });

  it('supersedes a request once with ten messages', async () => {
    const { runId, requestId } = await givenWaiting(world);
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, index) => post(runId, `Message ${index}`)),
    );
    expect(countOf(replies.map(told))).toEqual({ '201': 10 });
    expect(await requestOf(requestId)).toMatchObject({ status: 'cancelled' });
    expect(countOf((await messagesOf(runId)).map(({ type }) => type))).toEqual({
      human_request: 1,
      status: 1,
      text: 10,
    });
  });

  it('has either the response or the expiry, never both', async () => {
    const outcomes: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      // The first response is in time for certain, the last one too late; the others race.
      const left = round === 0 ? 60_000 : round === ROUNDS - 1 ? -1 : 10;
      const { runId, requestId } = await givenWaiting(world, {
        ...APPROVAL,
        expiresAt: new Date('2035-01-01T00:00:00Z'),
      });
      await world.app.database.handle.execute(
        sql`update human_requests set expires_at = clock_timestamp() + ${left} * interval '1 millisecond'
              where id = ${requestId}`,
      );
      await pause(round);
      const [reply] = await Promise.all([
        respond(requestId),
        world.app.get(HumanRequestExpiry).expireDue(10),
      ]);
      await pause(15);
      await world.app.get(HumanRequestExpiry).expireDue(10);
      const [run, request] = [await rowOf(world, 'runs', runId), await requestOf(requestId)];
      outcomes.push(told(reply));
      expect([told(reply), request.status, run.status, run.error_code]).toEqual(
        reply.status === 200
          ? ['200', 'responded', 'running', null]
          : ['request_closed', 'expired', 'failed', 'human_request_expired'],
      );
      expect(await messagesOf(runId)).toHaveLength(2);
    }
    expect(Object.keys(countOf(outcomes))).toEqual(['200', 'request_closed']);
  });

  it('lets several sweeps expire a request once', async () => {
    const { runId, requestId } = await givenWaiting(world);
    await world.app.database.handle.execute(
      sql`update human_requests set expires_at = now() - interval '1 second' where id = ${requestId}`,
    );
    const expiry = world.app.get(HumanRequestExpiry);
    const counts = await Promise.all(Array.from({ length: 5 }, () => expiry.expireDue(10)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await messagesOf(runId)).toHaveLength(2);
  });

  it('ends stopped whether the stop or the response came first', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { runId, requestId } = await givenWaiting(world);
      const calls = [() => stop(runId), () => respond(requestId)];
      if (round % 2 === 1) calls.reverse();
      const replies = await Promise.all(calls.map((call) => call()));
      if (round % 2 === 1) replies.reverse();
      const [stopped, responded] = replies as [RestReply, RestReply];
      expect(stopped.body).toMatchObject({ success: true, message: null, run: { status: 'stopped' } });
      const request = await requestOf(requestId);
      expect([told(responded), request.status]).toEqual(
        responded.status === 200 ? ['200', 'responded'] : ['request_closed', 'cancelled'],
      );
      expect(await seen(world, runId)).toMatchObject({ status: 'stopped' });
      await messagesOf(runId);
    }
  });

  it('ends either completed or stopped when the agent is done as somebody stops it', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const runId = await startRun(world.as('manager'));
      const held = await begin(world, runId);
      const [stopped, committed] = await Promise.all([
        stop(runId),
        world.app
          .get(RunSteps)
          .commit(held, { ends: true, memory: {} }, (run) =>
            world.app.get(RunWrites).complete(world.teamId, run, 'Done'),
          ),
      ]);
      const { status } = await seen(world, runId);
      expect([committed.outcome, stopped.body.message, status]).toEqual(
        status === 'stopped' ? ['lost', null, 'stopped'] : ['done', 'run is not active', 'completed'],
      );
    }
  });

  it('has the agent see a message, or resumes the run, when it comes as the agent is done', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const runId = await startRun(world.as('manager'));
      const held = await begin(world, runId);
      const [posted, committed] = await Promise.all([
        post(runId, 'One more thing'),
        world.app
          .get(RunSteps)
          .commit(held, { ends: true, memory: {} }, (run) =>
            world.app.get(RunWrites).complete(world.teamId, run, 'Done'),
          ),
      ]);
      const { status } = await seen(world, runId);
      const texts = (await messagesOf(runId)).map(({ text }) => text);
      // Before the end: the step is done again. After it: resumed. In between: the caller tries again.
      const outcome = [committed.outcome, told(posted), status, texts.length];
      expect([
        ['stale', '201', 'running', 1],
        ['done', '201', 'pending', 1],
        ['done', 'conflict', 'completed', 0],
      ]).toContainEqual(outcome);
    }
  });

  it('gives a run to one of ten workers', async () => {
    const runId = await startRun(world.as('manager'));
    const steps = world.app.get(RunSteps);
    const taken = await Promise.all(
      Array.from({ length: 10 }, () => steps.take(world.teamId, runId, 60_000)),
    );
    expect(taken.filter((held) => held !== undefined)).toHaveLength(1);
    expect(await rowOf(world, 'runs', runId)).toMatchObject({ status: 'starting', version: 1 });
  });

  it('leaves nothing asked when the agent asks as somebody stops it', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const runId = await startRun(world.as('manager'));
      const held = await begin(world, runId);
      const [stopped, { outcome }] = await Promise.all([
        stop(runId),
        world.app
          .get(RunSteps)
          .commit(held, { ends: true, memory: {} }, (run) =>
            world.app.get(RunWrites).ask(world.teamId, run, APPROVAL),
          ),
      ]);
      expect(stopped.body).toMatchObject({ success: true, message: null });
      // Asked first and stopped while waiting, or stopped first.
      const asked = (await messagesOf(runId)).map(({ type }) => type);
      expect([outcome, asked]).toEqual(
        outcome === 'done' ? ['done', ['human_request', 'status']] : ['lost', ['status']],
      );
      const pending = await rows(
        world.app,
        sql`select id from human_requests where run_id = ${runId} and status = 'pending'`,
      );
      expect(pending).toEqual([]);
      expect(await seen(world, runId)).toMatchObject({ status: 'stopped' });
    }
  });

  it('holds all runs that are interrupted together before it changes the first one', async () => {
    const { database } = world.app;
    const waiting = await Promise.all([givenWaiting(world), givenWaiting(world)]);
    const [first, second] = waiting.sort((a, b) => (a.runId < b.runId ? -1 : 1));
    const isFree = async (table: string, id: string) =>
      (await database.query(`select from ${table} where id = $1 for update skip locked`, [id])).rows.length >
      0;
    const by = { type: 'user', id: world.userId('owner') } as const;
    let interrupted: Promise<string[]> | undefined;
    await database.transaction(async () => {
      await database.query('select from runs where id = $1 for no key update', [second.runId]);
      interrupted = database.detached(() =>
        world.app
          .get(RunInterrupts)
          .interrupt(world.teamId, [second.runId, first.runId], 'the test says so.', by),
      );
      await until(async () =>
        (await database.detached(() => isFree('runs', first.runId))) ? undefined : true,
      );
      await pause(50);
      expect(await database.detached(() => isFree('human_requests', first.requestId))).toBe(true);
    });
    expect(await interrupted).toEqual([first.runId, second.runId]);
  });
});
