import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { METRICS, processMetrics } from '@app/telemetry';
import type { MetricDefinition } from '@app/telemetry';

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}

const ROOT = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const alerts = (load(read('docs/examples/alerts.yaml')) as { groups: { rules: Alert[] }[] }).groups.flatMap(
  ({ rules }) => rules,
);
const runbook = read('docs/guides/runbook.md');

/** What Prometheus itself adds to every target. */
const FROM_PROMETHEUS = new Map([['up', ['job', 'instance']]]);

/** Names of series by the labels they have; a histogram is three. */
async function knownSeries(): Promise<ReadonlyMap<string, readonly string[]>> {
  const known = new Map<string, readonly string[]>(FROM_PROMETHEUS);
  for (const [name, { type, labels }] of Object.entries<MetricDefinition>(METRICS)) {
    const names =
      type === 'histogram' ? ['_count', '_sum', '_bucket'].map((part) => `${name}${part}`) : [name];
    for (const one of names)
      known.set(one, [...Object.keys(labels), ...(one.endsWith('_bucket') ? ['le'] : [])]);
  }
  for (const { name } of await processMetrics()) known.set(name, []);
  return known;
}

/** Names of metrics in PromQL: words that are neither functions, nor keywords, nor within braces or quotes. */
function metricsIn(expr: string): string[] {
  const bare = expr
    .replace(/"[^"]*"/g, '')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\[[^\]]*\]/g, '');
  const withoutLists = bare.replace(/\b(by|without)\s*\([^)]*\)/g, '');
  return [...withoutLists.matchAll(/\b([a-z_][a-z0-9_]*)\b(?!\s*\()/g)]
    .map(([word]) => word)
    .filter((word) => !['and', 'or', 'unless', 'sum', 'max', 'min', 'count', 'e9'].includes(word));
}

describe.each(alerts.map((alert) => [alert.alert, alert] as const))('%s', (name, alert) => {
  it('asks for metrics that exist, by labels that they have', async () => {
    const known = await knownSeries();
    const metrics = metricsIn(alert.expr);
    expect(metrics.length).toBeGreaterThan(0);
    for (const metric of metrics) expect([...known.keys()]).toContain(metric);
    for (const [, metric = '', matchers = ''] of alert.expr.matchAll(/([a-z0-9_]+)\{([^}]*)\}/g)) {
      for (const [, label] of matchers.matchAll(/([a-z_]+)\s*(?:=~|!~|!=|=)/g))
        expect(known.get(metric)).toContain(label);
    }
    for (const [, list = ''] of alert.expr.matchAll(/\bby\s*\(([^)]*)\)/g)) {
      const labels = metrics.flatMap((metric) => known.get(metric) ?? []);
      for (const label of list.split(',')) expect(labels).toContain(label.trim());
    }
  });

  it('has its page in the runbook, with the same expression', () => {
    expect(alert.annotations.runbook).toBe(`docs/guides/runbook.md#${name.toLowerCase()}`);
    const section = runbook.split(`\n## ${name}\n`)[1]?.split('\n## ')[0] ?? '';
    expect(section).toContain(`\`\`\`promql\n${alert.expr.trim()}\n\`\`\``);
    expect(section).toContain(`For ${alert.for}. `);
    for (const part of ['- **Users see:** ', '- **Do:**', '- **Over when:** '])
      expect(section).toContain(part);
    expect(['warning', 'critical']).toContain(alert.labels.severity);
  });
});

describe('the runbook', () => {
  it('has no page of an alert that nobody raises', () => {
    const pages = [...runbook.matchAll(/^## (Duvo\w+)$/gm)].map(([, name]) => name);
    expect(pages).toEqual(alerts.map(({ alert }) => alert));
  });

  it('names no metric that does not exist', async () => {
    const known = new Set([...(await knownSeries()).keys(), ...Object.keys(METRICS)]);
    const named = [...runbook.matchAll(/`([a-z]+_[a-z_]+)(?:\{[^`]*\})?`/g)].map(([, name]) => name ?? '');
    const others = new Set([
      'request_id',
      'duration_ms',
      'unavailable',
      'internal_error',
      'pg_stat_activity',
      'max_connections',
      'start_run',
      'rate_limits',
    ]);
    expect(named.filter((name) => !known.has(name) && !others.has(name))).toEqual([]);
  });
});
