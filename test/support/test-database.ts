import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { openDatabase } from '@app/database';
import { loadConfig } from '@app/config';

const TEMPLATE = 'duvo_test_template';
const TEMPLATE_LOCK = 51_150_001;

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A PostgreSQL database of its own for one test file, copied from a migrated template in about 50 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = serverUrl();
  await withClient(server, ensureTemplate);
  const name = `duvo_test_${randomBytes(6).toString('hex')}`;
  await withClient(server, (client) => client.query(`create database ${name} template ${TEMPLATE}`));
  return {
    url: `${server}/${name}`,
    drop: async () => {
      await withClient(server, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

function serverUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error('TEST_DATABASE_URL is not set; run the tests through npm test.');
  return url.replace(/\/$/, '');
}

async function ensureTemplate(client: Client): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [TEMPLATE]);
    if (rowCount) return;
    await client.query(`create database ${TEMPLATE}_new`);
    const config = loadConfig({ DATABASE_URL: `${serverUrl()}/${TEMPLATE}_new`, DATABASE_POOL_SIZE: '1' });
    const database = await openDatabase(config);
    await database.close();
    await client.query(`alter database ${TEMPLATE}_new rename to ${TEMPLATE}`);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: `${url}/postgres` });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
