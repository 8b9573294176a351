import { Injectable, Optional } from '@nestjs/common';
import { Database } from '@app/database';
import { Metrics } from '@app/telemetry';
import { QUEUES } from './queues';

/** Read from the database: a scrape of every process must not become a load. In milliseconds. */
const FRESH_MS = 5000;

/** What is due and has not been taken; a job that failed waits until it is due again. */
const OLDEST_DUE = `
  select name as queue, extract(epoch from now() - min(greatest(start_after, created_on)))::float8 as seconds
  from pgboss.job where state in ('created', 'retry') and start_after <= now() group by name`;

/** Tells how far the workers are behind. */
@Injectable()
export class JobMetrics {
  /** @param metrics left out where nobody measures, as in a command */
  constructor(
    private readonly database: Database,
    @Optional() metrics?: Metrics,
  ) {
    metrics?.read('job_lag_seconds', () => this.lags(), { freshMs: FRESH_MS });
  }

  private async lags(): Promise<{ labels: { queue: string }; value: number }[]> {
    const { rows } = await this.database.query<{ queue: string; seconds: number }>(OLDEST_DUE);
    const lags = new Map(rows.map(({ queue, seconds }) => [queue, Math.max(0, seconds)]));
    return Object.keys(QUEUES).map((queue) => ({ labels: { queue }, value: lags.get(queue) ?? 0 }));
  }
}
