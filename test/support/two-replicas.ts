import { createTestApp } from './test-app';
import type { TestApp } from './test-app';
import { createTestDatabase } from './test-database';

/** Two replicas on one PostgreSQL and one Redis, with one world. */
export interface TwoReplicas {
  readonly first: TestApp;
  readonly second: TestApp;
  close(): Promise<void>;
}

export async function createTwoReplicas(): Promise<TwoReplicas> {
  const database = await createTestDatabase();
  const first = await createTestApp({ databaseUrl: database.url, redis: true });
  const second = await createTestApp({ databaseUrl: database.url, redis: true, world: first.world });
  return {
    first,
    second,
    close: async () => {
      await first.close();
      await second.close();
      await database.drop();
    },
  };
}
