import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Role } from '@app/auth';
import { RunStarter } from '../../../libs/public-api/src/runs/run-starter';
import { RunTransitions } from '../../../libs/public-api/src/runs/run-transitions';
import type { TransitionDetails } from '../../../libs/public-api/src/runs/run-transitions';
import type { RunEvent } from '../../../libs/public-api/src/runs/run-machine';
import { RunsRepository } from '../../../libs/public-api/src/runs/runs.repository';
import type { RunRow } from '../../../libs/public-api/src/runs/runs.tables';
import { RunnableAgents } from '../../../libs/public-api/src/agents';
import { CaseWork } from '../../../libs/public-api/src/cases';
import { useCallers } from '../../support/callers';
import type { Callers } from '../../support/callers';

export { expectError, expectSameNotFound, UNKNOWN_ID } from '../../support/refusals';

/** The application for a test file; each test makes the queues and cases it needs. */
export interface CasesWorld extends Callers {
  readonly work: CaseWork;
}

export function useCases(env: Record<string, string> = {}): CasesWorld {
  const callers = useCallers({ env });
  return Object.defineProperty(callers as CasesWorld, 'work', { get: () => callers.app.get(CaseWork) });
}

/** @returns id of a new queue of Acme, or of whoever's client is given */
export async function givenQueue(world: CasesWorld, by = world.as('manager')): Promise<string> {
  const reply = await by.post('/v1/queues', { name: `Queue ${randomUUID()}` });
  expect(reply).toMatchObject({ status: 201 });
  return reply.body.queue.id;
}

export async function givenCases(
  world: CasesWorld,
  queueId: string,
  cases: readonly object[],
  by = world.as('manager'),
): Promise<any[]> {
  const reply = await by.post(`/v1/queues/${queueId}/cases`, { cases });
  expect(reply).toMatchObject({ status: 201 });
  return reply.body.cases;
}

/** @returns id of a new case */
export async function givenCase(world: CasesWorld, queueId: string, fields: object = {}): Promise<string> {
  const [created] = await givenCases(world, queueId, [{ title: 'A case', ...fields }]);
  return created.id;
}

/** Creates an agent that consumes the queue. @returns its id */
export async function givenConsumer(
  world: CasesWorld,
  queueId: string | null,
  { by = 'manager', promote = true, config = {} }: { by?: Role; promote?: boolean; config?: object } = {},
): Promise<string> {
  const consumes = queueId === null ? [] : [{ queue_id: queueId }];
  const reply = await world.as(by).post('/v1/agents', {
    name: `Agent ${randomUUID()}`,
    config: { instructions: 'Work.', consumes, ...config },
    promote,
  });
  expect(reply).toMatchObject({ status: 201 });
  return reply.body.agent.id;
}

/** Starts a run of the agent, past the checks of the API. It stays pending, as no worker runs here. */
export async function givenRun(world: CasesWorld, agentId: string, by: Role = 'manager'): Promise<RunRow> {
  const { app, teamId } = world;
  const found = await app.get(RunnableAgents).find(teamId, agentId);
  return app.database.transaction(() =>
    app
      .get(RunStarter)
      .start(teamId, { revision: found!.revision!, source: 'api', userId: world.userId(by) }),
  );
}

/** Makes a transition of a run as the executor or a person would. @returns the run after it */
export function drive(
  { app, teamId }: CasesWorld,
  runId: string,
  event: RunEvent,
  details: Partial<TransitionDetails> = {},
): Promise<RunRow> {
  return app.database.transaction(async () => {
    const run = await app.get(RunsRepository).findLocked(teamId, runId);
    const actor = { type: 'run', id: runId } as const;
    return app.get(RunTransitions).apply(teamId, run!, event, { actor, ...details });
  });
}

/** A case with a running run at work on it. */
export async function givenWorkedOn(
  world: CasesWorld,
  { queueId, agentId }: { queueId: string; agentId: string },
): Promise<{ caseId: string; runId: string }> {
  const caseId = await givenCase(world, queueId);
  const run = await givenRun(world, agentId);
  expect(await world.work.claim(world.teamId, { runId: run.id, caseId })).toBeDefined();
  await drive(world, run.id, 'take');
  await drive(world, run.id, 'ready');
  return { caseId, runId: run.id };
}

/** Changes columns of a case behind the back of the product. */
export async function forceCase({ app }: CasesWorld, caseId: string, columns: object): Promise<void> {
  for (const [name, value] of Object.entries(columns)) {
    await app.database.handle.execute(
      sql`update cases set ${sql.identifier(name)} = ${value} where id = ${caseId}`,
    );
  }
}

/** @returns a case as get_case shows it, with the types of its history, oldest first */
export async function seen(world: CasesWorld, caseId: string): Promise<any> {
  const { status, body } = await world.as('viewer').get(`/v1/cases/${caseId}`);
  expect(status).toBe(200);
  return { ...body.case, history: body.events.map(({ type }: { type: string }) => type).reverse() };
}
