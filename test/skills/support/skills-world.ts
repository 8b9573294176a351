import { sql } from 'drizzle-orm';
import type { Role } from '@app/auth';
import { clientOf } from '../../files/support/files-world';
import type { ApiClient } from '../../files/support/files-world';
import { createTestApp } from '../../support/test-app';
import type { TestApp } from '../../support/test-app';

export interface SkillsWorld {
  /** A member of Acme with this role. */
  as(role: Role): ApiClient;
  /** An owner of Globex. */
  readonly stranger: ApiClient;
  readonly anonymous: ApiClient;
  readonly readOnly: ApiClient;
  readonly app: TestApp;
}

/** The application for a test file; no team has skills of its own or agents when a test begins. */
export function useSkills(): SkillsWorld {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.database.handle.execute(sql`truncate agents cascade`);
    await app.database.handle.execute(sql`delete from skills where team_id is not null`);
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
