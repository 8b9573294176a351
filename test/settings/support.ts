import { sql } from 'drizzle-orm';
import type { Role } from '@app/auth';
import { AuthzInvalidation } from '@app/auth';
import { signedIn } from '../sessions/support/signed-in';
import type { SignedIn } from '../sessions/support/signed-in';
import type { RestReply } from '../support/rest-client';
import type { TestApp } from '../support/test-app';

export const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

/** The dashboard in a browser of somebody: what it sends to `/api`. */
export interface Browser extends SignedIn {
  send(method: string, path: string, body?: unknown): Promise<RestReply>;
}

export async function browserOf(app: TestApp, userId: string): Promise<Browser> {
  const person = await signedIn(app, userId);
  return {
    ...person,
    send: (method, path, body) => app.rest(method, `/api${path}`, { body, headers: person.headers }),
  };
}

export const browserAs = (app: TestApp, role: Role): Promise<Browser> =>
  browserOf(app, app.world.acme.userIds[role]);

/** Lets the last proof of a session be as old as that. */
export async function age({ session }: SignedIn, app: TestApp, minutes: number): Promise<void> {
  await app.database.handle.execute(
    sql`update sessions set authenticated_at = now() - make_interval(mins => ${minutes}) where hash = ${session.hash}`,
  );
  app.get(AuthzInvalidation).changed(`key:${session.hash}`);
}

/** Status and code, which is what a caller decides by. */
export const said = ({ status, body }: RestReply): [number, string | undefined] => [
  status,
  (body as { error?: string }).error,
];
