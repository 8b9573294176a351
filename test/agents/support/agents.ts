import { randomUUID } from 'node:crypto';
import type { Caller } from './callers';

export const INSTRUCTIONS = 'Read the mail and answer it.';

/** A config with nothing but instructions and the given fields. */
export const configOf = (fields: object = {}) => ({ instructions: INSTRUCTIONS, ...fields });

export const newName = (): string => `Agent ${randomUUID()}`;

export interface GivenAgent {
  readonly agentId: string;
  readonly revisionId: string;
  readonly name: string;
}

/** Creates an agent with revision 1, as a draft unless `promote` is given. */
export async function givenAgent(caller: Caller, fields: object = {}, promote = false): Promise<GivenAgent> {
  const name = newName();
  const reply = await caller.post('/v1/agents', { name, config: configOf(fields), promote });
  expect(reply).toMatchObject({ status: 201 });
  return { agentId: reply.body.agent.id, revisionId: reply.body.revision.id, name };
}

/** Adds a draft to an agent. @returns its id */
export async function givenDraft(caller: Caller, agentId: string, fields: object = {}): Promise<string> {
  const reply = await caller.post(`/v1/agents/${agentId}/revisions`, { config: configOf(fields) });
  expect(reply).toMatchObject({ status: 201 });
  return reply.body.revision.id;
}
