import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodeOf } from '@app/errors';
import type { Database } from './database.service';
import { migrationsFolder } from './migrations';

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const NO_SUCH_TABLE = new Set(['42P01', '3F000']);

/** `pending`: the database lacks migrations that this code needs, as one restored from an old backup does. */
export type SchemaState = 'complete' | 'pending';

let newest: number | undefined;

/**
 * Asks how far the schema is, in one round trip. A database that is ahead, in the middle of a rolling update, is
 * complete.
 * @throws if the database cannot be reached
 */
export async function schemaState(database: Database): Promise<SchemaState> {
  try {
    const { rows } = await database.query<{ applied: string | number | null }>(
      'select max(created_at) as applied from drizzle.__drizzle_migrations',
    );
    return Number(rows[0]?.applied ?? 0) >= newestMigration() ? 'complete' : 'pending';
  } catch (error) {
    if (NO_SUCH_TABLE.has(errorCodeOf(error) ?? '')) return 'pending';
    throw error;
  }
}

function newestMigration(): number {
  newest ??= Math.max(...journalOf(migrationsFolder()).entries.map(({ when }) => when));
  return newest;
}

function journalOf(folder: string): { entries: readonly { when: number }[] } {
  return JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8')) as ReturnType<typeof journalOf>;
}
