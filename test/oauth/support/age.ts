import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { TestApp } from '../../support/test-app';

/** @returns the hash under which a token or code is kept */
export const keptAs = (credential: string): string => createHash('sha256').update(credential).digest('hex');

/** Makes a token or code older than it is, so that nobody has to wait. */
export async function age(t: TestApp, credential: string, seconds: number): Promise<void> {
  const hash = keptAs(credential);
  const { rowCount, rows } = (await t.database.handle.execute(sql`
    update oauth_artifacts set
      payload = jsonb_set(payload, '{exp}', to_jsonb((payload->>'exp')::bigint - ${seconds}::bigint)),
      expires_at = expires_at - make_interval(secs => ${seconds}::double precision),
      consumed_at = consumed_at - make_interval(secs => ${seconds}::double precision)
    where id_hash = ${hash} returning id_hash`)) as { rowCount?: number; rows: unknown[] };
  if ((rowCount ?? rows.length) !== 1) throw new Error('there is no such token');
}
