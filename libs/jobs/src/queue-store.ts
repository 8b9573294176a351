import type PgBoss from 'pg-boss';
import type { JobStore, TakenJob } from './job-store';
import type { JobData } from './jobs';

/** One queue of pg-boss. */
export class QueueStore implements JobStore {
  constructor(
    private readonly boss: PgBoss,
    private readonly db: PgBoss.Db,
    private readonly queue: string,
  ) {}

  async take(count: number): Promise<readonly TakenJob[]> {
    // pg-boss swallows what goes wrong here, so an outage would look like an empty queue.
    let failure: Error | undefined;
    const db: PgBoss.Db = {
      executeSql: (text, values) =>
        this.db.executeSql(text, values).catch((error: Error) => {
          failure = error;
          throw error;
        }),
    };
    const jobs = await this.boss.fetch<JobData>(this.queue, { batchSize: count, db });
    if (failure) throw failure;
    // The drivers give a number of SQL's as text.
    return jobs.map(({ id, data, expireInSeconds }) => ({
      id,
      data,
      expireInSeconds: Number(expireInSeconds),
    }));
  }

  async complete(ids: readonly string[]): Promise<void> {
    await this.boss.complete(this.queue, [...ids]);
  }

  async giveBack(ids: readonly string[]): Promise<void> {
    await this.boss.fail(this.queue, [...ids]);
  }
}
