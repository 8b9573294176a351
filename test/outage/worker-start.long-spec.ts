import { tmpdir } from 'node:os';
import { ensureBuild } from '../robustness/support/server-process';
import { createTestDatabase } from '../support/test-database';
import type { TestDatabase } from '../support/test-database';
import { WorkerProcess } from './support/worker-process';

const TIME_LIMIT = 60_000;

beforeAll(() => ensureBuild(), 300_000);

describe('a worker that cannot start', () => {
  const refusal = async (env: Record<string, string>): Promise<string> => {
    const failure: unknown = await WorkerProcess.start({ DATA_DIR: tmpdir(), ...env }).catch(
      (error) => error,
    );
    return (failure as Error).message;
  };

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'the embedded database, which serves one process',
      {},
      /The embedded database serves one process, .* set DATABASE_URL to a postgres:\/\/ server\.$/m,
    ],
    [
      'a database that is not there',
      { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
      /The database cannot be reached \(ECONNREFUSED\); check DATABASE_URL\.$/m,
    ],
    [
      'a wrong setting',
      { RUN_CONCURRENCY: 'many' },
      /RUN_CONCURRENCY must be a whole number from 1 to 200\.$/m,
    ],
  ])(
    'because of %s says so in one sentence',
    async (_, env, sentence) => {
      const said = (await refusal(env)).trim();
      expect(said).toMatch(sentence);
      expect(said).not.toMatch(/\bat .+:\d+:\d+/);
    },
    TIME_LIMIT,
  );
});

describe('a worker that starts', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it(
    'warns of the unsafe settings that concern it, and of no other',
    async () => {
      const worker = await WorkerProcess.start({
        DATABASE_URL: database.url,
        WEBHOOK_ALLOW_PRIVATE: 'on',
        PUBLIC_URL: 'http://api.test',
      });
      const warnings = worker.linesAbove(40).map(({ grade, msg }) => [grade, String(msg).split(' ')[0]]);
      await worker.stop();
      expect(warnings).toEqual([['mustChange', 'WEBHOOK_ALLOW_PRIVATE']]);
    },
    TIME_LIMIT,
  );
});
