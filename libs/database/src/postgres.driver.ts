import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client, Pool } from 'pg';
import { Database } from './database.service';
import type { PoolUse } from './database.service';
import { MIGRATION_LOCK, migrationsFolder } from './migrations';
import { postgresOpenError } from './open-failure';

/** How long a request waits for a connection before it is answered 503, in milliseconds. */
const CONNECT_TIMEOUT_MS = 5000;

export interface PostgresOptions {
  readonly url: string;
  readonly poolSize: number;
  /** After how long the server ends a statement, in milliseconds; migrations take as long as they need. */
  readonly statementTimeoutMs: number;
  /** Hears of connections that are lost while idle. */
  readonly onError: (error: Error) => void;
}

/**
 * Connects to PostgreSQL and brings its schema up to date under an advisory lock.
 * @throws DatabaseOpenError if the server cannot be reached or refuses
 */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  try {
    await migrateUnderLock(options);
  } catch (error) {
    throw postgresOpenError(error, options.url);
  }
  const pool = new Pool({
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: options.statementTimeoutMs,
  });
  // An idle connection that the server closes must not end the process; the pool replaces it.
  pool.on('error', options.onError);
  // Nor may one that is lost while a transaction holds it: the pool listens only to idle ones.
  pool.on('connect', (client) => void client.on('error', options.onError));
  return new Database(
    drizzle({ client: pool }),
    'postgres',
    () => pool.end(),
    () => poolUse(pool, options.poolSize),
  );
}

const poolUse = ({ totalCount, idleCount, waitingCount }: Pool, size: number): PoolUse => ({
  size,
  busy: totalCount - idleCount,
  idle: idleCount,
  waiting: waitingCount,
});

/** On a connection of its own, which ends with the lock: what it sets or waits for never reaches the pool. */
async function migrateUnderLock({ url, onError }: PostgresOptions): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on('error', onError);
  try {
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle({ client }), { migrationsFolder: migrationsFolder() });
  } finally {
    await client.end().catch(() => undefined);
  }
}
