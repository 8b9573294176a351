import { Injectable } from '@nestjs/common';
import { Metrics } from '@app/telemetry';
import { BacklogRepository } from './backlog.repository';

/** Read from the database: a scrape of every process must not become a load. In milliseconds. */
const FRESH_MS = 5000;

/** Tells how many runs are on their way, and how far webhooks are behind. */
@Injectable()
export class BacklogMetrics {
  constructor(metrics: Metrics, backlog: BacklogRepository) {
    const options = { freshMs: FRESH_MS };
    metrics.read('runs', async () => liveRuns(await backlog.runs()), options);
    metrics.read('webhook_deliveries_due', async () => [{ value: await backlog.dueWebhooks() }], options);
    metrics.read('webhook_lag_seconds', async () => [{ value: await backlog.webhookLag() }], options);
  }
}

const liveRuns = (counts: ReadonlyMap<string, number>): { labels: { state: string }; value: number }[] =>
  [...counts].map(([state, value]) => ({ labels: { state }, value }));
