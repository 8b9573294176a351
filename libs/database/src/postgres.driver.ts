import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Pool } from 'pg';
import { Database } from './database.service';
import { MIGRATION_LOCK, migrationsFolder } from './migrations';

/** How long a request waits for a connection before it is answered 503, in milliseconds. */
const CONNECT_TIMEOUT_MS = 5000;

/**
 * Connects to PostgreSQL and brings its schema up to date under an advisory lock.
 * @throws the driver's error if the server cannot be reached or refuses
 */
export async function openPostgres(
  url: string,
  poolSize: number,
  onError: (error: Error) => void,
): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  // An idle connection that the server closes must not end the process; the pool replaces it.
  pool.on('error', onError);
  // Nor may one that is lost while a transaction holds it: the pool listens only to idle ones.
  pool.on('connect', (client) => void client.on('error', onError));
  try {
    await migrateUnderLock(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return new Database(drizzle({ client: pool }), 'postgres', () => pool.end());
}

async function migrateUnderLock(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle({ client }), { migrationsFolder: migrationsFolder() });
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    client.release();
  }
}
