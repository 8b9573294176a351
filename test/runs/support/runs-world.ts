import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { demoId } from '@app/public-api';
import type { ApiClient } from '../../support/api-client';
import { useCallers } from '../../support/callers';
import type { Callers } from '../../support/callers';
import type { TestApp } from '../../support/test-app';

export { expectError, expectSameNotFound, UNKNOWN_ID } from '../../support/refusals';

/** Agents of the demo by what happens when somebody starts them. */
export const AGENTS = {
  /** The manager's; uses no connection. */
  supportTriage: demoId('agent', 'Support Triage'),
  /** The builder's; uses connections that everybody but a viewer may use. */
  invoiceProcessor: demoId('agent', 'Invoice Processor'),
  paymentRelease: demoId('agent', 'Payment Release'),
  archiveSync: demoId('agent', 'Archive Sync'),
  vendorOnboarding: demoId('agent', 'Vendor Onboarding'),
} as const;

/** The application for a test file; no team has runs when its tests begin. */
export type RunsWorld = Callers;

/** @param databaseUrl @default a new PostgreSQL database */
export function useRuns(env: Readonly<Record<string, string>> = {}, databaseUrl?: string): RunsWorld {
  return useCallers({ env, ...(databaseUrl !== undefined && { databaseUrl }) }, async ({ database }) => {
    await database.handle.execute(
      sql`truncate runs, human_requests, run_messages, webhook_deliveries cascade`,
    );
    await database.handle.execute(sql`truncate pgboss.job`);
  });
}

/** Creates an agent that can run. @returns its id */
export async function givenAgent(by: ApiClient, config: object = {}): Promise<string> {
  const reply = await by.post('/v1/agents', {
    name: `Agent ${randomUUID()}`,
    config: { instructions: 'Work.', ...config },
    promote: true,
  });
  expect(reply).toMatchObject({ status: 201 });
  return reply.body.agent.id as string;
}

/** Starts a run of Support Triage, or of the agent that is named. @returns its id */
export async function startRun(by: ApiClient, fields: object = {}): Promise<string> {
  const reply = await by.post('/v1/runs', { agent_id: AGENTS.supportTriage, ...fields });
  expect(reply).toMatchObject({ status: 201 });
  return reply.body.run.id as string;
}

/** A whole row as it is in the database, times as text. */
export async function rowOf<Row = Record<string, any>>(
  { app }: RunsWorld,
  table: string,
  id: string,
): Promise<Row> {
  const [row] = await rows<{ row: Row }>(
    app,
    sql`select to_jsonb(t) as row from ${sql.identifier(table)} t where id = ${id}`,
  );
  return row!.row;
}

export async function rows<Row = Record<string, any>>(
  app: TestApp,
  query: ReturnType<typeof sql>,
): Promise<Row[]> {
  const result: unknown = await app.database.handle.execute(query);
  return (result as { rows: Row[] }).rows;
}

/** Sets columns of a run behind the back of the product. */
export async function forceRun(
  { app }: RunsWorld,
  id: string,
  change: ReturnType<typeof sql>,
): Promise<void> {
  await app.database.handle.execute(sql`update runs set ${change} where id = ${id}`);
}

/** @returns the transcript as the owner reads it */
export async function transcript(world: RunsWorld, runId: string): Promise<any[]> {
  const reply = await world.as('owner').get(`/v1/runs/${runId}/messages`, { limit: 50 });
  expect(reply).toMatchObject({ status: 200 });
  return reply.body.messages;
}

/** @returns the run as the owner reads it, with what it waits for */
export async function seen(world: RunsWorld, runId: string): Promise<any> {
  const reply = await world.as('owner').get(`/v1/runs/${runId}`);
  expect(reply).toMatchObject({ status: 200 });
  return { ...reply.body.run, pending_human_request: reply.body.pending_human_request };
}
