import { METRICS, processMetrics } from '@app/telemetry';
import type { MetricDefinition } from '@app/telemetry';
import { page } from './page';

/** One section per metric of the product, and a table of those of Node and the process. */
export async function metricsReference(): Promise<string> {
  const sections = Object.entries<MetricDefinition>(METRICS).flatMap(([name, definition]) => [
    `## ${name}`,
    '',
    `${capital(definition.type)}. ${definition.help}`,
    '',
    ...labelLines(definition),
  ]);
  const ofProcess = await processMetrics();
  return page('Metrics', [
    'Text format of Prometheus at `/metrics` on `METRICS_PORT`, of servers and workers alike. No label holds a path, a team, a user or anything else that callers choose, so the number of series has a bound. What the numbers mean when something is wrong: [runbook](../guides/runbook.md).',
    '',
    ...sections,
    '## Node and the process',
    '',
    '| Metric | Type | Meaning |',
    '|---|---|---|',
    ...ofProcess.map(({ name, type, help }) => `| \`${name}\` | ${type} | ${help} |`),
  ]);
}

function labelLines({ labels, buckets }: MetricDefinition): string[] {
  const lines = Object.entries(labels).map(([name, values]) => `- \`${name}\`: ${values}`);
  if (buckets) lines.push(`- Buckets: ${buckets.join(', ')}`);
  return lines.length > 0 ? [...lines, ''] : [];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
