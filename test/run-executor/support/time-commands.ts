import type fc from 'fast-check';
import { sql } from 'drizzle-orm';
import { HumanRequestExpiry, RunWatch, SandboxCleaner } from '@app/public-api';
import { Dispatcher } from '@app/run-executor';
import { AUTO_CONCURRENCY, best, isActive, isLive } from './model';
import type { Model, ModelCase } from './model';
import { expectSame } from './model-check';
import { LIVE_LIMIT } from './model-world';
import type { ModelWorld } from './model-world';
import { pick, pickFitting } from './pick';

/** All that is due, of whichever team. */
const EVERYTHING = 10_000;

type Act = (model: Model, world: ModelWorld) => Promise<void>;

const command = (name: string, act: Act): fc.AsyncCommand<Model, ModelWorld> => ({
  check: () => true,
  run: async (model, world) => {
    await act(model, world);
    await expectSame(model, world);
  },
  toString: () => name,
});

/** Workers that were not heard of are held to be dead. */
export const recover = () =>
  command('recover', async (model, world) => {
    await world.rows(sql`
      update runs set lease_until = now() - interval '1 second'
      where team_id = ${world.teamId} and lease_id is not null returning id`);
    await world.app.get(RunWatch).recoverLost(EVERYTHING);
    for (const run of model.runs) if (run.holder !== null) model.takeOver(run);
  });

/** Leases of live workers are left alone. */
export const recoverNobody = () =>
  command('recoverNobody', async (_model, world) => {
    await world.app.get(RunWatch).recoverLost(EVERYTHING);
  });

export const passDuration = (of: number) =>
  command(`passDuration(${of})`, async (model, world) => {
    const run = pickFitting(model.runs, of, isActive);
    if (!run || !isActive(run)) return;
    await world.rows(
      sql`update runs set active_since = now() - interval '2 hours' where id = ${run.id} returning id`,
    );
    run.isOver = true;
  });

export const sweepDurations = () =>
  command('sweepDurations', async (model, world) => {
    await world.app.get(RunWatch).failOverdue(EVERYTHING);
    for (const run of model.runs) if (isActive(run) && run.isOver) model.fail(run);
  });

export const passDeadline = (of: number) =>
  command(`passDeadline(${of})`, async (model, world) => {
    const run = pickFitting(model.runs, of, ({ request }) => request !== null);
    if (!run?.request) return;
    await world.rows(
      sql`update human_requests set expires_at = now() - interval '1 second' where id = ${run.request.id} returning id`,
    );
    run.request.isOverdue = true;
  });

export const sweepRequests = () =>
  command('sweepRequests', async (model, world) => {
    await world.app.get(HumanRequestExpiry).expireDue(EVERYTHING);
    for (const run of model.runs) if (run.request?.isOverdue) model.fail(run);
  });

export const expireSandbox = (of: number, isCleaned: boolean) =>
  command(`expireSandbox(${of}, ${isCleaned})`, async (model, world) => {
    const sandbox = pick(model.sandboxes, of);
    if (!sandbox) return;
    await world.rows(
      sql`update sandboxes set expires_at = now() - interval '1 second' where id = ${sandbox.id} returning id`,
    );
    if (isCleaned) await world.app.get(SandboxCleaner).clean(EVERYTHING);
    sandbox.isExpired = true;
  });

/** The dispatcher starts as many runs as there are places, assigned cases first. */
export const tick = () =>
  command('tick', async (model, world) => {
    const places = LIVE_LIMIT - model.runs.filter(isLive).length;
    const open = model.cases.filter((one) => model.isOpen(one));
    const assigned = open.filter((one) => one.assigned !== null);
    const others = open.filter((one) => one.assigned === null);
    await world.app.get(Dispatcher).tick();
    const started = await newRuns(model, world);
    const [ofAssigned, ofOthers] = [assigned, others].map((cases) => {
      const ids = new Set(cases.map(({ id }) => id));
      return started.filter(({ case_id }) => ids.has(case_id));
    }) as [any[], any[]];
    expect(ofAssigned.length + ofOthers.length).toBe(started.length);
    expect(ofAssigned).toHaveLength(Math.min(places, assigned.length));
    adopt(model, world, ofAssigned, assigned);
    const busy = model.cases.filter(({ claimedBy }) => agentOf(model, claimedBy) === 'Auto').length;
    const free = Math.max(0, AUTO_CONCURRENCY - busy);
    expect(ofOthers).toHaveLength(Math.min(places - ofAssigned.length, others.length, free));
    adopt(model, world, ofOthers, others);
  });

const agentOf = (model: Model, runId: string | null) => model.runs.find(({ id }) => id === runId)?.agent;

const newRuns = async (model: Model, world: ModelWorld): Promise<any[]> => {
  const rows = await world.rows(sql`select * from runs where team_id = ${world.teamId}`);
  const known = new Set(model.runs.map(({ id }) => id));
  return rows.filter(({ id }) => !known.has(id));
};

/** Each new run is of the right agent and user and has a case; of these, no better one was left. */
function adopt(model: Model, world: ModelWorld, started: readonly any[], cases: readonly ModelCase[]): void {
  let left = [...cases];
  const order = (id: string): number => left.findIndex((one) => one.id === id);
  const rest = new Set(started.map(({ case_id }) => case_id as string));
  while (rest.size > 0) {
    const next = best(left).find(({ id }) => rest.has(id));
    expect(next).toBeDefined();
    const row = started.find(({ case_id }) => case_id === next!.id);
    const agent = next!.assigned ?? 'Auto';
    expect(row).toMatchObject({
      status: 'pending',
      source: 'dispatcher',
      input: null,
      agent_id: world.agents.get(agent),
      user_id: world.app.world.globex.ownerId,
    });
    model.claim(model.started(row.id, agent, null), next!);
    rest.delete(next!.id);
    left = left.filter((_, index) => index !== order(next!.id));
  }
}
