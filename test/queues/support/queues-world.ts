import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { TeamId } from '@app/database';
import { useCallers } from '../../support/callers';
import type { Callers } from '../../support/callers';
import type { RestReply } from '../../support/rest-client';

export { expectError, expectSameNotFound, UNKNOWN_ID } from '../../support/refusals';

export type QueuesWorld = Callers;

/** The application for a test file; no team has agents, queues, cases or labels when a test begins. */
export function useQueues(): QueuesWorld {
  const world = useCallers();
  beforeEach(async () => {
    await world.app.database.handle.execute(sql`truncate agents, queues cascade`);
  });
  return world;
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
