import { ExecutorWorld } from './support/executor-world';

describe('what an agent does with its case', () => {
  let world: ExecutorWorld;
  beforeAll(async () => {
    world = await ExecutorWorld.open({ RUN_WORKER: 'off' });
  });
  afterAll(() => world.close());

  /** A run that has claimed a new case. */
  async function given(): Promise<{ runId: string; caseId: string }> {
    const queueId = await world.queue();
    const [caseId] = await world.cases(queueId, 'A case');
    const runId = await world.start(await world.agent({ consumes: [{ queue_id: queueId }] }));
    return { runId, caseId: caseId! };
  }

  it('can be to change what it is about', async () => {
    const { runId, caseId } = await given();
    world.plays((context, count) => {
      if (count === 1) return context.claimCase();
      context.updateCase({ title: 'A better title', data: { read: true }, priority: 'high' });
      context.completeCase('Done.');
      context.complete('Done.');
    });
    await world.drive(runId);
    expect(await world.case(caseId)).toMatchObject({
      status: 'completed',
      title: 'A better title',
      data: { read: true },
      priority: 'high',
    });
  });

  it('leaves what is not named as it is', async () => {
    const { runId, caseId } = await given();
    world.plays((context, count) => {
      if (count === 1) return context.claimCase();
      context.updateCase({ priority: 'low' });
      context.completeCase(null);
      context.complete(null);
    });
    await world.drive(runId);
    expect(await world.case(caseId)).toMatchObject({ title: 'A case', priority: 'low' });
  });

  it.each<[object, RegExp]>([
    [{}, /must have at least one of title, data, priority/],
    [{ title: '' }, /title must have at least 1 character/],
  ])('is held to the bounds of callers: %j', async (change, reason) => {
    const { runId, caseId } = await given();
    world.plays((context, count) => (count === 1 ? context.claimCase() : context.updateCase(change)));
    await world.drive(runId);
    const run = await world.run(runId);
    expect(run).toMatchObject({ status: 'failed', error: { code: 'agent_error' } });
    expect(run.error.message).toMatch(reason);
    expect(await world.case(caseId)).toMatchObject({ status: 'failed', title: 'A case' });
  });

  it('can be to give it back as it was, for another run', async () => {
    const { runId, caseId } = await given();
    world.plays((context, count) => {
      if (count === 1) return context.claimCase();
      context.releaseCase();
      context.complete('Not for me.');
    });
    await world.drive(runId);
    expect(await world.run(runId)).toMatchObject({ status: 'completed', result: 'Not for me.' });
    expect(await world.case(caseId)).toMatchObject({
      status: 'pending',
      claimed_by_run_id: null,
      held: false,
    });
  });

  it.each(['updateCase', 'releaseCase'] as const)('takes a case: %s', async (deed) => {
    const runId = await world.start(await world.agent());
    world.plays((context) =>
      deed === 'releaseCase' ? context.releaseCase() : context.updateCase({ priority: 'low' }),
    );
    await world.drive(runId);
    const error = { code: 'agent_error', message: 'The run works on no case.' };
    expect(await world.run(runId)).toMatchObject({ status: 'failed', error });
  });
});
