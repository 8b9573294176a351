import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { Database } from './database.service';
import { lockFolder } from './folder-lock';
import { migrationsFolder } from './migrations';

/**
 * Opens the embedded database and brings its schema up to date.
 * @param folder data folder; taken for this process alone
 * @throws FolderInUseError if another process has it
 */
export async function openPglite(folder: string): Promise<Database> {
  const unlock = lockFolder(folder, () => new Date());
  try {
    const client = await PGlite.create(folder);
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
