import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { ApiKeysService, AuthzInvalidation } from '@app/auth';
import type { Role } from '@app/auth';
import type { TeamId } from '@app/database';
import type { TestApp } from '../support/test-app';

export interface Person {
  readonly userId: string;
  readonly email: string;
  /** A key for the team. */
  readonly key: string;
}

/** Makes an account that is in no team. */
export async function newAccount(app: TestApp): Promise<Pick<Person, 'userId' | 'email'>> {
  const userId = randomUUID();
  const email = `${userId}@example.test`;
  await app.database.handle.execute(
    sql`insert into users (id, name, email) values (${userId}, ${`Person ${userId.slice(0, 8)}`}, ${email})`,
  );
  return { userId, email };
}

/** Puts somebody new, or a known user, into a team. */
export async function addPerson(app: TestApp, teamId: TeamId, role: Role, known?: string): Promise<Person> {
  const { userId, email } = known ? { userId: known, email: `${known}@example.test` } : await newAccount(app);
  await app.database.handle.execute(
    sql`insert into members (team_id, user_id, role) values (${teamId}, ${userId}, ${role})`,
  );
  app.get(AuthzInvalidation).changed(`user:${userId}`);
  const { secret } = await app.get(ApiKeysService).create(teamId, { userId, name: 'theirs' });
  return { userId, email, key: secret };
}
