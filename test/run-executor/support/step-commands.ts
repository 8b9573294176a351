import fc from 'fast-check';
import { sql } from 'drizzle-orm';
import { RunSteps } from '@app/public-api';
import type { StepContext } from '@app/run-executor';
import { isActive, isLive } from './model';
import type { Model, ModelCase, ModelRun } from './model';
import { pick, pickFitting } from './pick';
import { LEASE_MS } from './model-world';
import type { ModelWorld } from './model-world';
import { expectSame } from './model-check';

const PARTS = [
  'say',
  'completeCase',
  'failCase',
  'postponeCase',
  'labelCase',
  'addCase',
  'writeSandbox',
] as const;
type Part = (typeof PARTS)[number];
const ENDS = ['goOn', 'ask', 'complete', 'fail', 'throw'] as const;
/** What somebody does while the executor thinks about the step. */
const MEANWHILES = [null, 'message', 'stop', 'delete', 'delegate'] as const;

export interface Deed {
  readonly claims: boolean;
  readonly parts: readonly Part[];
  readonly end: (typeof ENDS)[number];
  readonly meanwhile: (typeof MEANWHILES)[number];
}

const mostly = <T>(usual: T, others: readonly T[], times = 3): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: times, arbitrary: fc.constant(usual) },
    { weight: 2, arbitrary: fc.constantFrom(...others) },
  );

export const deed = (): fc.Arbitrary<Deed> =>
  fc.record({
    claims: mostly(true, [false]),
    parts: fc.oneof(
      { weight: 4, arbitrary: fc.constant<Part[]>([]) },
      { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...PARTS)) },
      { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...PARTS), fc.constantFrom(...PARTS)) },
    ),
    end: fc.oneof(mostly('goOn', ENDS), mostly('ask', ENDS)),
    meanwhile: mostly(null, MEANWHILES, 8),
  });

/** Makes the executor do it. */
async function perform(context: StepContext, { claims, parts, end }: Deed): Promise<void> {
  if (end === 'throw') throw new Error('The model is out of its mind.');
  if (claims) context.claimCase();
  const [consumed] = context.config.consumes;
  for (const part of parts) {
    if (part === 'say') context.say('Working on it.');
    else if (part === 'completeCase') context.completeCase('Done.');
    else if (part === 'failCase') context.failCase({ code: 'refused', message: 'Not done.' });
    else if (part === 'postponeCase') context.postponeCase(new Date(Date.now() + 3_600_000));
    else if (part === 'labelCase') context.labelCase([{ key: 'topic', value: 'Model' }]);
    else if (part === 'addCase') context.addCases(consumed?.queue_id ?? '', [{ title: 'More' }]);
    else context.writeSandboxFile('/workspace/notes.txt', Buffer.from('notes'));
  }
  if (end === 'ask') context.ask({ type: 'approval', title: 'May I?' });
  else if (end === 'complete') context.complete('Done.');
  else if (end === 'fail') context.fail('I cannot.');
}

/** One step of a run, by a worker that hands the run over afterwards. */
export class Step implements fc.AsyncCommand<Model, ModelWorld> {
  constructor(
    private readonly of: number,
    private readonly deed: Deed,
  ) {}

  check = (model: Readonly<Model>): boolean => model.runs.length > 0;

  async run(model: Model, world: ModelWorld): Promise<void> {
    const run = pickFitting(model.runs, this.of, (one) => model.canBeTaken(one));
    const isTaken = model.canBeTaken(run);
    const claimable = model.claimable(run);
    await world.drive(run.id, async (context) => {
      await this.interfere(model, world, run);
      await perform(context, this.deed);
    });
    if (isTaken) await this.predict(model, world, run, claimable);
    await expectSame(model, world);
  }

  private async interfere(model: Model, world: ModelWorld, run: ModelRun): Promise<void> {
    run.status = 'running'; // Whoever took it, it is prepared by now.
    const { meanwhile } = this.deed;
    const worked = model.caseOf(run);
    if (meanwhile === 'message') {
      const message = `Meanwhile ${run.said.length}`;
      const reply = await world.call('POST', `/v1/runs/${run.id}/messages`, { message });
      expect(reply.status).toBe(201);
      run.said.push(message);
    } else if (meanwhile === 'stop') {
      expect((await world.call('POST', `/v1/runs/${run.id}/stop`, {})).status).toBe(200);
      model.stop(run);
    } else if (meanwhile === 'delete' && worked) {
      const reply = await world.call('DELETE', `/v1/cases/${worked.id}`);
      expect(reply.body).toEqual({ success: true, interrupted_run_ids: [run.id] });
      model.remove(worked);
    } else if (meanwhile === 'delegate' && worked) {
      const body = { case_ids: [worked.id], agent_id: world.agents.get('Worker') };
      const reply = await world.call('POST', `/v1/queues/${world.queueId}/cases/bulk-delegate`, body);
      expect(reply.body).toMatchObject({ delegated_count: 1, interrupted_run_ids: [run.id] });
      model.delegate(worked, 'Worker');
    }
  }

  private async predict(
    model: Model,
    world: ModelWorld,
    run: ModelRun,
    claimable: readonly ModelCase[],
  ): Promise<void> {
    const { claims, parts, end, meanwhile } = this.deed;
    if (!isLive(run)) return; // Lost while the executor thought: nothing of the step is written.
    if (this.failsInExecutor(run)) return model.fail(run);
    // It would end without having seen the message, so it is done again; this worker leaves before that.
    if (meanwhile === 'message' && end !== 'goOn') return;
    if (this.failsInWrites(model, run, claimable)) return model.fail(run);
    if (claims && claimable.length > 0) model.claim(run, await claimed(world, run, claimable));
    for (const part of parts) {
      if (part === 'completeCase') model.leave(run, 'completed');
      else if (part === 'failCase') model.leave(run, 'failed');
      else if (part === 'postponeCase') model.leave(run, 'postponed');
    }
    const added = parts.filter((part) => part === 'addCase').length;
    for (const id of await newCases(model, world, added)) model.added(id);
    run.takeovers = 0;
    if (end === 'ask') model.ask(run, await pendingRequest(world, run));
    else if (end === 'complete') model.complete(run);
    else if (end === 'fail') model.fail(run);
  }

  private failsInExecutor({ agent }: ModelRun): boolean {
    const { parts, end } = this.deed;
    const isPlain = agent === 'Plain';
    return end === 'throw' || (isPlain && (end === 'ask' || parts.includes('addCase')));
  }

  private failsInWrites(model: Model, run: ModelRun, claimable: readonly ModelCase[]): boolean {
    let works = model.caseOf(run) !== undefined || (this.deed.claims && claimable.length > 0);
    for (const part of this.deed.parts) {
      if (part === 'writeSandbox' && (run.sandboxId === null || model.isSandboxGone(run))) return true;
      if (!part.endsWith('Case') || part === 'addCase') continue;
      if (!works) return true;
      works = part === 'labelCase';
    }
    return false;
  }

  toString = (): string => `step(${this.of}, ${JSON.stringify(this.deed)})`;
}

/** A worker that takes the run and is never heard of again. */
export class Die implements fc.AsyncCommand<Model, ModelWorld> {
  constructor(
    private readonly of: number,
    private readonly when: 'taken' | 'prepared' | 'commit',
  ) {}

  check = (model: Readonly<Model>): boolean => model.runs.length > 0;

  async run(model: Model, world: ModelWorld): Promise<void> {
    const run = pickFitting(model.runs, this.of, (one) => model.canBeTaken(one));
    const isTaken = model.canBeTaken(run);
    if (this.when === 'commit') {
      if (!isTaken) return;
      const deed = { claims: true, parts: ['say'], end: 'complete', meanwhile: null } as const;
      await world.dieInCommit(run.id, (context) => perform(context, deed));
      const [row] = await world.rows(sql`select lease_id from runs where id = ${run.id}`);
      run.holder = row.lease_id;
      run.status = 'running';
    } else {
      const holder = await world.takeAndDie(run.id, this.when === 'prepared');
      expect(holder !== undefined).toBe(isTaken);
      if (holder === undefined) return;
      run.holder = holder;
      if (this.when === 'prepared') run.status = 'running';
      else if (run.status === 'pending') run.status = 'starting';
    }
    expect(run.holder).toEqual(expect.any(String));
    await expectSame(model, world);
  }

  toString = (): string => `die(${this.of}, ${this.when})`;
}

/** A worker that was silent for long wakes up and wants to write its step. */
export class Zombie implements fc.AsyncCommand<Model, ModelWorld> {
  constructor(private readonly of: number) {}

  check = (): boolean => true;

  async run(model: Model, world: ModelWorld): Promise<void> {
    const held = pick([...world.held.values()], this.of);
    if (!held) return;
    const run = model.runs.find(({ id }) => id === held.run.id)!;
    const isHolder = run.holder === held.leaseId && isActive(run);
    const steps = world.app.get(RunSteps);
    expect(await steps.renew(held, LEASE_MS)).toBe(isHolder);
    const { outcome } = await steps.commit(held, { ends: false, memory: {} }, async () => undefined);
    expect(outcome).toBe(isHolder ? 'done' : 'lost');
    world.held.delete(held.leaseId);
    if (outcome === 'done') run.takeovers = 0;
    if (!isHolder) await steps.handOver(held);
    await expectSame(model, world);
  }

  toString = (): string => `zombie(${this.of})`;
}

async function claimed(
  world: ModelWorld,
  run: ModelRun,
  claimable: readonly ModelCase[],
): Promise<ModelCase> {
  const [row] = await world.rows(sql`select case_id from runs where id = ${run.id}`);
  const taken = claimable.find(({ id }) => id === row.case_id);
  expect(taken).toBeDefined();
  return taken!;
}

async function newCases(model: Model, world: ModelWorld, count: number): Promise<string[]> {
  const rows = await world.rows(sql`select id from cases where team_id = ${world.teamId}`);
  const known = new Set(model.cases.map(({ id }) => id));
  const ids = rows.map(({ id }) => id as string).filter((id) => !known.has(id));
  expect(ids).toHaveLength(count);
  return ids;
}

async function pendingRequest(world: ModelWorld, run: ModelRun): Promise<string> {
  const [row] = await world.rows(
    sql`select id from human_requests where run_id = ${run.id} and status = 'pending'`,
  );
  return row.id;
}
