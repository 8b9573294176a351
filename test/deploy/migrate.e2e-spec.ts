import { Client } from 'pg';
import { loadConfig } from '@app/config';
import { migrate } from '../../apps/cli/src/migrate/migrate.command';
import { sentenceOf } from '../../apps/cli/src/sentence-of';
import { freePort } from '../support/servers.cjs';
import { createEmptyDatabase } from './support/empty-database';
import type { EmptyDatabase } from './support/empty-database';

describe('npm run db:migrate', () => {
  let database: EmptyDatabase;
  beforeEach(async () => {
    database = await createEmptyDatabase();
  });
  afterEach(() => database.drop());

  // No key: a migration reads no secret, so a job that migrates needs none.
  const run = (url = database.url): Promise<void> => migrate(loadConfig({ DATABASE_URL: url }));

  it('sets up an empty database, the job queues included', async () => {
    await run();
    expect(await database.tables('public')).toEqual(expect.arrayContaining(['agents', 'runs', 'teams']));
    expect(await database.tables('pgboss')).toEqual(expect.arrayContaining(['job', 'queue']));
  });

  it('seeds nobody', async () => {
    await run();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query('select id from users');
    await client.end();
    expect(rows).toEqual([]);
  });

  it('finds nothing to do the second time, and several at once wait for each other', async () => {
    await Promise.all([run(), run(), run()]);
    const tables = await database.tables('public');
    await run();
    expect(await database.tables('public')).toEqual(tables);
  });

  it('says in a sentence that the database cannot be reached', async () => {
    const url = `postgres://duvo:secret@127.0.0.1:${await freePort()}/duvo`;
    const error: unknown = await run(url).catch((reason: unknown) => reason);
    expect(sentenceOf(error)).toBe('The database cannot be reached (ECONNREFUSED); check DATABASE_URL.');
  });
});
