import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export interface EmptyDatabase {
  readonly url: string;
  /** Names of the tables of a schema, sorted. */
  tables(schema: string): Promise<string[]>;
  drop(): Promise<void>;
}

/** A PostgreSQL database in which nothing has been set up yet. */
export async function createEmptyDatabase(): Promise<EmptyDatabase> {
  const server = process.env.TEST_DATABASE_URL?.replace(/\/$/, '');
  if (!server) throw new Error('TEST_DATABASE_URL is not set; run the tests through npm test.');
  const name = `duvo_empty_${randomBytes(6).toString('hex')}`;
  const url = `${server}/${name}`;
  await query(`${server}/postgres`, `create database ${name}`);
  return {
    url,
    tables: (schema) =>
      query(url, 'select tablename from pg_tables where schemaname = $1 order by 1', [schema]),
    drop: async () => {
      await query(`${server}/postgres`, `drop database ${name} with (force)`);
    },
  };
}

/** @returns the first column */
async function query(url: string, sql: string, values: string[] = []): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<string[]>({ text: sql, values, rowMode: 'array' });
    return rows.map(([value]) => value as string);
  } finally {
    await client.end();
  }
}
