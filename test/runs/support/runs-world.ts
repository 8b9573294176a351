import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Role } from '@app/auth';
import type { TeamId } from '@app/database';
import { demoId } from '@app/public-api';
import { clientOf } from '../../files/support/files-world';
import type { ApiClient } from '../../files/support/files-world';
import { createTestApp } from '../../support/test-app';
import type { TestApp } from '../../support/test-app';
import type { RestReply } from '../../support/rest-client';

export const UNKNOWN_ID = '3f0f3f0e-0000-4000-8000-000000000000';

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
export interface RunsWorld {
  /** A member of Acme with this role. */
  as(role: Role): ApiClient;
  withKey(key: string): ApiClient;
  userId(role: Role): string;
  /** An owner of Globex. */
  readonly stranger: ApiClient;
  readonly anonymous: ApiClient;
  /** The owner of Acme with a key that may only read. */
  readonly readOnly: ApiClient;
  readonly app: TestApp;
  readonly teamId: TeamId;
}

/** @param databaseUrl @default a new PostgreSQL database */
export function useRuns(env: Readonly<Record<string, string>> = {}, databaseUrl?: string): RunsWorld {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ env, ...(databaseUrl !== undefined && { databaseUrl }) });
    await app.database.handle.execute(
      sql`truncate runs, human_requests, run_messages, webhook_deliveries cascade`,
    );
    await app.database.handle.execute(sql`truncate pgboss.job`);
    // An embedded database takes its time to be made.
  }, 180_000);
  afterAll(() => app.close());
  return {
    as: (role) => clientOf(app, app.world.acme.keys[role]),
    withKey: (key) => clientOf(app, key),
    userId: (role) => app.world.acme.userIds[role],
    get stranger() {
      return clientOf(app, app.world.globex.ownerKey);
    },
    get anonymous() {
      return clientOf(app, undefined);
    },
    get readOnly() {
      return clientOf(app, app.world.acme.readOnlyKey);
    },
    get app() {
      return app;
    },
    get teamId() {
      return app.world.acme.teamId;
    },
  };
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

/** Checks status and code of a refusal, and the fields it names. */
export function expectError(
  reply: RestReply,
  status: number,
  error: string,
  fields?: readonly string[],
): void {
  expect({ status: reply.status, body: reply.body }).toMatchObject({ status, body: { error } });
  if (fields) expect(reply.body.details.map(({ field }: { field: string }) => field)).toEqual(fields);
}

/** Checks that two refusals cannot be told apart, so that nobody learns which ids other teams have. */
export function expectSameNotFound(foreign: RestReply, unknown: RestReply): void {
  expectError(foreign, 404, 'not_found');
  expect({ ...foreign.body, request_id: '' }).toEqual({ ...unknown.body, request_id: '' });
  expect(unknown.status).toBe(404);
}
