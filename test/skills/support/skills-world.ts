import { sql } from 'drizzle-orm';
import { useCallers } from '../../support/callers';
import type { Callers } from '../../support/callers';

export type SkillsWorld = Callers;

/** The application for a test file; no team has skills of its own or agents when a test begins. */
export function useSkills(): SkillsWorld {
  const world = useCallers();
  beforeEach(async () => {
    await world.app.database.handle.execute(sql`truncate agents cascade`);
    await world.app.database.handle.execute(sql`delete from skills where team_id is not null`);
  });
  return world;
}

/** @returns id of a new skill of Acme */
export async function givenSkill(world: SkillsWorld, name: string, fields: object = {}): Promise<string> {
  const body = { name, description: 'What it is for', content: '# How', ...fields };
  const reply = await world.as('builder').post('/v1/skills', body);
  expect(reply.status).toBe(201);
  return reply.body.skill.id as string;
}

/** @returns id of a system skill of the demo data */
export async function systemSkillId(world: SkillsWorld): Promise<string> {
  const { body } = await world.as('viewer').get('/v1/skills', { system: true });
  return body.skills[0].id as string;
}
