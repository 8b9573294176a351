import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Role } from '@app/auth';
import type { TeamId } from '@app/database';
import { clientOf } from '../../files/support/files-world';
import type { ApiClient } from '../../files/support/files-world';
import { createTestApp } from '../../support/test-app';
import type { TestApp } from '../../support/test-app';
import type { RestReply } from '../../support/rest-client';

export const UNKNOWN_ID = '3f0f3f0e-0000-4000-8000-000000000000';

export interface QueuesWorld {
  /** A member of Acme with this role. */
  as(role: Role): ApiClient;
  /** An owner of Globex. */
  readonly stranger: ApiClient;
  readonly anonymous: ApiClient;
  /** The owner of Acme with a key that may only read. */
  readonly readOnly: ApiClient;
  readonly app: TestApp;
}

/** The application for a test file; no team has agents, queues, cases or labels when a test begins. */
export function useQueues(): QueuesWorld {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.database.handle.execute(sql`truncate agents, queues cascade`);
  });
  return {
    as: (role) => clientOf(app, app.world.acme.keys[role]),
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
  };
}

/** @returns id of a new queue of Acme, or of whoever's client is given */
export async function givenQueue(world: QueuesWorld, fields: object = {}, by = world.as('manager')) {
  const reply = await by.post('/v1/queues', { name: `Queue ${randomUUID()}`, ...fields });
  expect(reply).toMatchObject({ status: 201 });
  return reply.body.queue.id as string;
}

/** @returns id of a new case in the database. */
export async function givenCase(
  { app }: QueuesWorld,
  queueId: string,
  { status = 'pending', teamId = app.world.acme.teamId }: { status?: string; teamId?: TeamId } = {},
): Promise<string> {
  const { rows } = (await app.database.handle.execute(sql`
    insert into cases (team_id, queue_id, title, status, created_by_type, created_by_id)
    values (${teamId}, ${queueId}, 'A case', ${status}, 'user', ${app.world.acme.userIds.manager})
    returning id`)) as { rows: { id: string }[] };
  return rows[0]!.id;
}

/** Promotes a revision with this config, of a new agent. @returns id and name of the agent */
export async function givenLiveAgent(world: QueuesWorld, config: object, name = `Agent ${randomUUID()}`) {
  const reply = await createAgent(world, config, { name });
  expect(reply).toMatchObject({ status: 201 });
  return { id: reply.body.agent.id as string, name };
}

/** Creates an agent with this config, live unless said otherwise. */
export function createAgent(
  world: QueuesWorld,
  config: object,
  { name = `Agent ${randomUUID()}`, promote = true } = {},
): Promise<RestReply> {
  const body = { name, config: { instructions: 'x', ...config }, promote };
  return world.as('manager').post('/v1/agents', body);
}

/** For a test that holds a transaction of its own open. */
export function databaseUrlOf({ app }: QueuesWorld): string {
  const { database } = app.config;
  if (database.driver !== 'postgres') throw new Error('Two transactions at a time need PostgreSQL.');
  return database.url;
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

/** Checks that both are the same 404, so that nobody learns which ids other teams have. */
export function expectSameNotFound(foreign: RestReply, unknown: RestReply): void {
  expectError(foreign, 404, 'not_found');
  expect({ ...foreign.body, request_id: '' }).toEqual({ ...unknown.body, request_id: '' });
  expect(unknown.status).toBe(404);
}
