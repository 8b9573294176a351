import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * One number for the advisory lock under which migrations and seeds run, so that replicas that start together
 * do them once.
 */
export const MIGRATION_LOCK = 7_205_150_731;

/** @returns the folder of the SQL migrations, found from the package root both in dist and in source */
export function migrationsFolder(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'libs/database/drizzle');
    if (existsSync(join(candidate, 'meta/_journal.json'))) return candidate;
  }
  throw new Error('The migrations in libs/database/drizzle are missing; reinstall the package.');
}
