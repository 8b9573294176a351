import { loadConfig } from '@app/config';
import { openDatabase } from '@app/database';
import { createTestDatabase } from '../support/test-database';
import { describeJobs } from './support/jobs-contract';

describe('jobs on PostgreSQL', () => {
  describeJobs(async () => {
    const { url, drop } = await createTestDatabase();
    const database = await openDatabase(loadConfig({ DATABASE_URL: url, DATABASE_POOL_SIZE: '8' }));
    const close = async (): Promise<void> => {
      await database.close();
      await drop();
    };
    return { database, close };
  });
});
