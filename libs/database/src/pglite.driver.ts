import { setImmediate as nextTurn } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { Database } from './database.service';
import { FolderInUseError, lockFolder } from './folder-lock';
import { migrationsFolder } from './migrations';
import { folderOpenError } from './open-failure';

/**
 * Opens the embedded database and brings its schema up to date.
 * @param folder data folder; taken for this process alone
 * @param variable the setting that named the folder, for messages
 * @throws FolderInUseError if another process has it
 * @throws DatabaseOpenError if it cannot be read, written or understood
 */
export async function openPglite(folder: string, variable = 'DATA_DIR'): Promise<Database> {
  try {
    return await openFolder(folder);
  } catch (error) {
    throw error instanceof FolderInUseError ? error : folderOpenError(error, folder, variable);
  }
}

async function openFolder(folder: string): Promise<Database> {
  const unlock = lockFolder(folder, () => new Date());
  try {
    const client = await PGlite.create(folder);
    yieldAfterQueries(client);
    const handle = drizzle({ client });
    await migrate(handle, { migrationsFolder: migrationsFolder() });
    return new Database(handle, 'pglite', async () => {
      await client.close();
      unlock();
    });
  } catch (error) {
    unlock();
    throw error;
  }
}

/**
 * Gives the event loop a turn after each query. A query runs in the process and ends in a microtask, so code that
 * makes one after the other would keep requests and timers waiting until it is through with all of them.
 */
function yieldAfterQueries(client: PGlite): void {
  const run = client._runExclusiveQuery.bind(client);
  client._runExclusiveQuery = async (query) => {
    const result = await run(query);
    await nextTurn();
    return result;
  };
}
