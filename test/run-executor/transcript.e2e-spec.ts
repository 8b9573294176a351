import { sql } from 'drizzle-orm';
import { ExecutorWorld } from './support/executor-world';

const MOST = 10_000;

describe('the transcript of a run', () => {
  let world: ExecutorWorld;
  beforeAll(async () => {
    world = await ExecutorWorld.open({ RUN_WORKER: 'off' });
  });
  afterAll(() => world.close());

  /** Makes a run one whose next message is this one. */
  const wind = (id: string, next: number) =>
    world.force(sql`update runs set message_count = ${next - 1} where id = ${id}`);
  const FULL = `The run has ${MOST} messages, which is the most that a run can have; start a new one.`;

  it('is read by an executor in pages, as many as it asks for', async () => {
    const id = await world.start(await world.agent(), { input: 'Begin' });
    const pages: number[][] = [];
    world.plays(async (context, count) => {
      if (count === 1) {
        for (let n = 2; n <= 130; n += 1) context.say(`Message ${n}`);
        return;
      }
      const read = async (page?: Parameters<typeof context.messages>[0]) =>
        pages.push((await context.messages(page)).map(({ sequence }) => sequence));
      await read();
      await read({ after: 100 });
      await read({ after: 10, limit: 2 });
      await read({ after: 130 });
      context.complete('Done.');
    });
    await world.drive(id);
    await world.reached(id, 'completed');
    const from = (first: number, last: number) =>
      Array.from({ length: last - first + 1 }, (_, index) => first + index);
    expect(pages).toEqual([from(1, 100), from(101, 130), [11, 12], []]);
  });

  it.each([0, 101, 1.5, NaN])('has no pages of %s messages', async (limit) => {
    const id = await world.start(await world.agent());
    let thrown: unknown;
    world.plays(async (context) => {
      thrown = await context.messages({ limit }).catch((error: unknown) => error);
      context.complete('Done.');
    });
    await world.drive(id);
    expect(thrown).toMatchObject({ message: 'A page has 1 to 100 messages.' });
  });

  it('tells what the person said last, whatever was said since', async () => {
    const id = await world.start(await world.agent(), { input: 'First' });
    const heard: (string | null)[] = [];
    world.plays(async (context, count) => {
      heard.push(await context.lastUserText());
      context.say('Something else.');
      if (count === 1) await world.call('POST', `/v1/runs/${id}/messages`, { message: 'Second' });
      if (count === 3) context.complete('Done.');
    });
    await world.drive(id);
    expect(heard).toEqual(['First', 'Second', 'Second']);
  });

  it('says that nobody said anything', async () => {
    const id = await world.start(await world.agent());
    let heard: unknown;
    world.plays(async (context) => {
      heard = await context.lastUserText();
      context.complete('Done.');
    });
    await world.drive(id);
    expect(heard).toBeNull();
  });

  it('takes the last message that a run can have, of the agent too', async () => {
    const id = await world.start(await world.agent());
    await wind(id, MOST);
    world.plays((context) => {
      context.say('The last one.');
      context.complete('Done.');
    });
    await world.drive(id);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it.each(['say', 'ask'] as const)('ends the run in failure if the agent goes on: %s', async (how) => {
    const id = await world.start(await world.agent());
    await wind(id, MOST + 1);
    world.plays((context) => {
      if (how === 'ask') return context.ask({ type: 'approval', title: 'May I?' });
      context.say('One too many.');
      context.complete('Done.');
    });
    await world.drive(id);
    const error = { code: 'agent_error', message: FULL };
    expect(await world.run(id)).toMatchObject({ status: 'failed', error });
    // Why it ended is said all the same.
    expect(await world.transcript(id)).toEqual([`status: Failed (agent_error): ${FULL}`]);
    expect((await world.call('GET', `/v1/human-requests?run_id=${id}`)).total).toBe(0);
  });

  it('refuses another message of a person, who can still stop it', async () => {
    const id = await world.start(await world.agent());
    await wind(id, MOST);
    const post = () => world.try('POST', `/v1/runs/${id}/messages`, { message: 'Go on.' });
    expect((await post()).status).toBe(201);
    expect(await post()).toMatchObject({ status: 409, body: { error: 'run_not_resumable', message: FULL } });
    await world.call('POST', `/v1/runs/${id}/stop`, {});
    expect(await world.run(id)).toMatchObject({ status: 'stopped' });
  });

  it('has room for the response to what was asked last', async () => {
    const id = await world.start(await world.agent());
    await wind(id, MOST);
    world.plays((context, count) =>
      count === 1 ? context.ask({ type: 'approval', title: 'Go on?' }) : context.complete('Done.'),
    );
    await world.drive(id);
    const { pending_human_request: asked } = await world.reached(id, 'waiting');
    await world.respond(asked.id, { approved: true });
    await world.drive(id);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });
});
