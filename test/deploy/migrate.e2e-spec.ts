import { Client } from 'pg';
import { loadConfig } from '@app/config';
import { migrate } from '../../apps/cli/src/migrate/migrate.command';
import { sentenceOf } from '../../apps/cli/src/sentence-of';
import { StderrLogger } from '../../apps/cli/src/stderr-logger';
import { freePort } from '../support/servers.cjs';
import { createEmptyDatabase } from './support/empty-database';
import type { EmptyDatabase } from './support/empty-database';

describe('npm run db:migrate', () => {
  let database: EmptyDatabase;
  let warnings: string[];
  beforeEach(async () => {
    database = await createEmptyDatabase();
    warnings = [];
  });
  afterEach(() => database.drop());

  const run = (url = database.url): Promise<void> =>
    migrate(
      // No key: a migration reads no secret, so a job that migrates needs none.
      loadConfig({ DATABASE_URL: url }),
      new StderrLogger((text) => void warnings.push(text)),
    );

  it('sets up an empty database, the job queues included', async () => {
    await run();
    expect(await database.tables('public')).toEqual(expect.arrayContaining(['agents', 'runs', 'teams']));
    expect(await database.tables('pgboss')).toEqual(expect.arrayContaining(['job', 'queue']));
    expect(warnings).toEqual([]);
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
