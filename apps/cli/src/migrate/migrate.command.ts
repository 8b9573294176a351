import type { Config } from '@app/config';
import { openDatabase } from '@app/database';
import { PgBossJobs } from '@app/jobs';

/**
 * Brings the schema of the database up to date, the product's tables and the job queues, and ends. Processes do the
 * same at their start; before them it lets a deployment stop where a migration fails, and gives a long one all the
 * time it needs.
 *
 * @throws DatabaseOpenError or FolderInUseError, each with one sentence for the operator
 */
export async function migrate(config: Config): Promise<void> {
  const database = await openDatabase(config);
  try {
    await PgBossJobs.open(database);
  } finally {
    await database.close();
  }
}
