import { RunSteps, RunWrites } from '@app/public-api';
import type { Ask, HeldRun, NewMessage, RunError, RunRow } from '@app/public-api';
import { RunInterrupts } from '../../../libs/public-api/src/runs';
import type { ApiClient } from '../../support/api-client';
import { startRun } from './runs-world';
import type { RunsWorld } from './runs-world';

export const LEASE_MS = 60_000;

export const APPROVAL: Ask = { type: 'approval', title: 'Pay 1,200 to Initech?' };
export const QUESTION: Ask = {
  type: 'question',
  title: 'Two things are unclear',
  description: 'The mail does not say.',
  questions: [
    {
      id: 'urgency',
      question: 'How urgent is it?',
      options: [
        { label: 'High', description: 'Today' },
        { label: 'Low', description: null },
      ],
      multi_select: false,
      allow_free_text: false,
    },
    {
      id: 'topics',
      question: 'What is it about?',
      options: [
        { label: 'Billing', description: null },
        { label: 'Delivery', description: null },
      ],
      multi_select: true,
      allow_free_text: true,
    },
  ],
};

export const ANSWERS = {
  answers: [
    { question_id: 'urgency', values: ['High'] },
    { question_id: 'topics', values: ['Billing', 'A complaint'] },
  ],
};

const BROKEN: RunError = { code: 'agent_error', message: 'It broke.' };

const stepsOf = ({ app }: RunsWorld): RunSteps => app.get(RunSteps);
const writesOf = ({ app }: RunsWorld): RunWrites => app.get(RunWrites);

/** Takes a run as a worker does; it is starting then, if it was pending. */
export async function take(world: RunsWorld, runId: string, leaseMs = LEASE_MS): Promise<HeldRun> {
  const held = await stepsOf(world).take(world.teamId, runId, leaseMs);
  if (!held) throw new Error(`The run ${runId} is not to be had.`);
  return held;
}

/** Takes a run and makes it running. */
export async function begin(world: RunsWorld, runId: string, leaseMs = LEASE_MS): Promise<HeldRun> {
  const held = await stepsOf(world).ready(await take(world, runId, leaseMs));
  if (!held) throw new Error(`The run ${runId} was lost.`);
  return held;
}

type Step = (writes: RunWrites, run: RunRow) => Promise<void>;

/** Commits one step of a run in hand; it has to be done. @returns the run in hand after it */
export async function step(world: RunsWorld, held: HeldRun, ends: boolean, work: Step): Promise<HeldRun> {
  const { outcome, run } = await stepsOf(world).commit(held, { ends, memory: {} }, (locked) =>
    work(writesOf(world), locked),
  );
  expect(outcome).toBe('done');
  return { ...held, run };
}

export const say = (world: RunsWorld, held: HeldRun, ...texts: string[]): Promise<HeldRun> =>
  append(
    world,
    held,
    texts.map((text) => ({ type: 'text', role: 'agent', text })),
  );

export const append = (world: RunsWorld, held: HeldRun, messages: readonly NewMessage[]): Promise<HeldRun> =>
  step(world, held, false, (writes, run) => writes.append(world.teamId, run.id, messages));

export const ask = (world: RunsWorld, held: HeldRun, what: Ask = APPROVAL): Promise<HeldRun> =>
  step(world, held, true, (writes, run) => writes.ask(world.teamId, run, what));

export const complete = (
  world: RunsWorld,
  held: HeldRun,
  result: string | null = 'All done',
): Promise<HeldRun> => step(world, held, true, (writes, run) => writes.complete(world.teamId, run, result));

export const fail = (world: RunsWorld, held: HeldRun, error = BROKEN): Promise<HeldRun> =>
  step(world, held, true, (writes, run) => writes.fail(world.teamId, run, error));

export async function interrupt(world: RunsWorld, runId: string): Promise<void> {
  const by = { type: 'user', id: world.userId('owner') } as const;
  const interrupted = await world.app
    .get(RunInterrupts)
    .interrupt(world.teamId, [runId], 'its case was delegated', by);
  expect(interrupted).toEqual([runId]);
}

export const STATUSES = [
  'pending',
  'starting',
  'running',
  'waiting',
  'completed',
  'failed',
  'stopped',
  'interrupted',
] as const;
export type Status = (typeof STATUSES)[number];

/** Brings a pending run to a status. */
export async function bring(world: RunsWorld, runId: string, status: Status, what?: Ask): Promise<void> {
  switch (status) {
    case 'pending':
      return;
    case 'starting':
      return void (await take(world, runId));
    case 'running':
      return void (await begin(world, runId));
    case 'waiting':
      return void (await ask(world, await begin(world, runId), what));
    case 'completed':
      return void (await complete(world, await begin(world, runId)));
    case 'failed':
      return void (await fail(world, await begin(world, runId)));
    case 'stopped':
      expect(await world.as('owner').post(`/v1/runs/${runId}/stop`, {})).toMatchObject({ status: 200 });
      return;
    case 'interrupted':
      return interrupt(world, runId);
  }
}

/** Starts a run and brings it to a status. @returns its id */
export async function givenRun(
  world: RunsWorld,
  status: Status,
  by: ApiClient = world.as('manager'),
  fields: object = {},
): Promise<string> {
  const id = await startRun(by, fields);
  await bring(world, id, status);
  return id;
}

/** A run that waits. @returns ids of the run and of what it asks */
export async function givenWaiting(
  world: RunsWorld,
  what: Ask = APPROVAL,
  by: ApiClient = world.as('manager'),
  fields: object = {},
): Promise<{ runId: string; requestId: string }> {
  const runId = await startRun(by, fields);
  await bring(world, runId, 'waiting', what);
  const { body } = await world.as('owner').get('/v1/human-requests', { run_id: runId });
  return { runId, requestId: body.human_requests[0].id as string };
}
