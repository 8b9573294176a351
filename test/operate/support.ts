import { createTestApp } from '../support/test-app';
import type { TestApp, TestAppOptions } from '../support/test-app';
import { freePort } from '../support/servers.cjs';

/** One series: its name with labels, and its value. */
export interface Series {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Scrape {
  readonly text: string;
  /** Families by name, with their type. */
  readonly families: ReadonlyMap<string, string>;
  readonly series: readonly Series[];
  /** @returns the sum of all series of that metric whose labels are these and more; `undefined` if there is none */
  value(metric: string, labels?: Readonly<Record<string, string>>): number | undefined;
}

export interface ObservedApp extends TestApp {
  readonly operatorUrl: string;
  scrape(): Promise<Scrape>;
}

/** The application with the port of operators open. */
export async function createObservedApp(options: TestAppOptions = {}): Promise<ObservedApp> {
  const port = await freePort();
  const test = await createTestApp({
    ...options,
    env: { METRICS_PORT: String(port), ...options.env },
    alone: 'each process has metrics of its own',
  });
  const operatorUrl = `http://127.0.0.1:${port}`;
  return { ...test, operatorUrl, scrape: async () => parse(await scrapeText(operatorUrl)) };
}

async function scrapeText(url: string): Promise<string> {
  const reply = await fetch(`${url}/metrics`);
  if (reply.status !== 200) throw new Error(`${reply.status} ${await reply.text()}`);
  return reply.text();
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format */
function parse(text: string): Scrape {
  const families = new Map<string, string>();
  const series: Series[] = [];
  for (const line of text.split('\n')) {
    const [, family, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (family !== undefined && type !== undefined) families.set(family, type);
    const [, metric, labels = '', value] = /^([a-z0-9_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (metric !== undefined && value !== undefined)
      series.push({ metric, labels: labelsIn(labels), value: Number(value) });
  }
  const value = (metric: string, labels: Readonly<Record<string, string>> = {}): number | undefined => {
    const found = series.filter(
      (one) =>
        one.metric === metric && Object.entries(labels).every(([name, text]) => one.labels[name] === text),
    );
    return found.length > 0 ? found.reduce((sum, one) => sum + one.value, 0) : undefined;
  };
  return { text, families, series, value };
}

function labelsIn(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  );
}
