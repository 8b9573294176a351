import fc from 'fast-check';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import {
  AddCase,
  AddSandbox,
  ComeDue,
  Delegate,
  DeleteCase,
  Post,
  Respond,
  Retry,
  SetStatus,
  Start,
  Stop,
} from './support/caller-commands';
import { Model } from './support/model';
import { LEASE_MS, LIVE_LIMIT, ModelWorld } from './support/model-world';
import { deed, Die, Step, Zombie } from './support/step-commands';
import * as time from './support/time-commands';

const given = globalThis as { __PROPERTY_RUNS__?: number; __PROPERTY_SEED__?: number };
const RUNS = given.__PROPERTY_RUNS__ ?? 20;
const MOST_COMMANDS = 60;

const of = () => fc.nat({ max: 1000 });
const always = <T>(make: () => T) => fc.constant(undefined).map(make);
const one = fc.constantFrom;

/** More often what brings runs and cases forward than what ends them, or all would be over soon. */
const COMMANDS: readonly (readonly [times: number, fc.Arbitrary<fc.AsyncCommand<Model, ModelWorld>>])[] = [
  [4, fc.tuple(one('Worker', 'Worker', 'Auto', 'Plain'), fc.option(of())).map((to) => new Start(...to))],
  [4, one('low', 'normal', 'high').map((priority) => new AddCase(priority))],
  [1, always(() => new AddSandbox())],
  [14, fc.tuple(of(), deed()).map((to) => new Step(...to))],
  [3, fc.tuple(of(), one('taken', 'prepared', 'commit')).map((to) => new Die(...to))],
  [2, of().map((run) => new Zombie(run))],
  [2, always(time.recover)],
  [1, always(time.recoverNobody)],
  [3, of().map((run) => new Post(run))],
  [3, fc.tuple(of(), fc.boolean()).map((to) => new Respond(...to))],
  [2, of().map((run) => new Stop(run))],
  [2, fc.tuple(of(), one('Worker', 'Auto')).map((to) => new Delegate(...to))],
  [1, of().map((found) => new Retry(found))],
  [1, fc.tuple(of(), one('pending', 'completed', 'failed')).map((to) => new SetStatus(...to))],
  [1, of().map((found) => new DeleteCase(found))],
  [2, of().map((found) => new ComeDue(found))],
  [2, always(time.tick)],
  [2, of().map(time.passDuration)],
  [2, always(time.sweepDurations)],
  [2, of().map(time.passDeadline)],
  [2, always(time.sweepRequests)],
  [1, fc.tuple(of(), fc.boolean()).map((to) => time.expireSandbox(...to))],
];
const command = fc.oneof(...COMMANDS.map(([weight, arbitrary]) => ({ weight, arbitrary })));

/** Where each sequence begins: one run waits with a case, one works on another, and there is more to do. */
const BEGINNING = [
  ...(['normal', 'high', 'low', 'normal'] as const).map((priority) => new AddCase(priority)),
  new AddSandbox(),
  new Start('Worker', 0),
  new Start('Worker', null),
  ...(['ask', 'goOn'] as const).map((end) => new Step(1, { claims: true, parts: [], end, meanwhile: null })),
];

describe('runs and cases, whatever happens to them in whatever order', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({
      alone: 'the executor that the model plays is that of one process',
      env: { MAX_LIVE_RUNS_PER_TEAM: String(LIVE_LIMIT), RUN_LEASE_SECONDS: String(LEASE_MS / 1000) },
    });
  });
  afterAll(() => test.close());

  it(
    'are after each command in the state that the specification says',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.commands([command], { maxCommands: MOST_COMMANDS, size: 'max' }),
          async (commands) => {
            const world = await ModelWorld.open(test);
            try {
              await fc.asyncModelRun(() => begun(world), commands);
            } finally {
              await world.close();
            }
          },
        ),
        // Each try takes a second; the seed and the path that are printed give the same commands again.
        { numRuns: RUNS, endOnFailure: true, seed: given.__PROPERTY_SEED__ },
      );
    },
    20_000 + RUNS * 6000,
  );
});

async function begun(real: ModelWorld): Promise<{ model: Model; real: ModelWorld }> {
  const model = new Model(LIVE_LIMIT);
  for (const beginning of BEGINNING) await beginning.run(model, real);
  expect(model.cases.map(({ status }) => status).sort()).toEqual([
    'in_progress',
    'needs_input',
    'pending',
    'pending',
  ]);
  return { model, real };
}
