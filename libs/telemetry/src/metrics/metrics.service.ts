import { Injectable } from '@nestjs/common';
import type * as PromClient from 'prom-client';
import { METRICS } from './definitions';
import type { LabelOf, MetricDefinition, MetricName } from './definitions';
import { MetricReader } from './metric-reader';
import type { Sample } from './metric-reader';

export type MetricSample<Name extends MetricName> = Sample<LabelOf<Name>>;

export interface ReadOptions {
  /** How long an answer stands for the next question too, in milliseconds. @default 0 */
  readonly freshMs?: number;
}

type Instrument = PromClient.Counter | PromClient.Gauge | PromClient.Histogram;

/**
 * The metrics of this process. Who has something to tell counts it here or says where it can be read; nothing is
 * kept or read before somebody has opened the port for it.
 */
@Injectable()
export class Metrics {
  private readonly readers = new Map<MetricName, MetricReader>();
  private registry: PromClient.Registry | undefined;
  private readonly instruments = new Map<MetricName, Instrument>();

  /** Whether anybody will ask. */
  get isOpen(): boolean {
    return this.registry !== undefined;
  }

  /** Begins to count. What counts is loaded only here: it is of no use to a process that nobody asks. */
  async open(): Promise<void> {
    if (this.registry) return;
    const client = await import('prom-client');
    const registry = new client.Registry();
    client.collectDefaultMetrics({ register: registry });
    for (const name of Object.keys(METRICS) as MetricName[]) {
      const options = { name, collect: () => this.refresh(name), registers: [registry] };
      this.instruments.set(name, instrument(client, METRICS[name], options));
    }
    this.registry = registry;
  }

  /** Counts one, or observes a value of a histogram. */
  add<Name extends MetricName>(name: Name, labels: Record<LabelOf<Name>, string>, value = 1): void {
    const instrument = this.instruments.get(name);
    if (!instrument) return;
    if ('observe' in instrument) instrument.observe(labels, value);
    else instrument.inc(labels, value);
  }

  /**
   * Says where a gauge or a counter can be read when somebody asks. A reader that fails or takes too long costs its
   * own metric alone.
   */
  read<Name extends MetricName>(
    name: Name,
    reader: () => readonly MetricSample<Name>[] | Promise<readonly MetricSample<Name>[]>,
    { freshMs = 0 }: ReadOptions = {},
  ): void {
    this.readers.set(name, new MetricReader(reader, freshMs));
  }

  /** @returns everything in the text format of Prometheus */
  async text(): Promise<{ type: string; body: string }> {
    if (!this.registry) throw new Error('Nobody has opened the metrics.');
    return { type: this.registry.contentType, body: await this.registry.metrics() };
  }

  private async refresh(name: MetricName): Promise<void> {
    const reader = this.readers.get(name);
    const instrument = this.instruments.get(name);
    if (!reader || !instrument || 'observe' in instrument) return;
    const samples = await reader.samples();
    instrument.reset();
    // What has no labels begins with 0, which would say that all is well.
    if (samples.length === 0 && isPlain(METRICS[name])) instrument.remove({});
    for (const { labels, value } of samples) instrument.inc(labels ?? {}, value);
  }
}

function instrument(
  { Counter, Gauge, Histogram }: typeof PromClient,
  { type, help, labels, buckets = [] }: MetricDefinition,
  options: { name: string; collect: () => Promise<void>; registers: PromClient.Registry[] },
): Instrument {
  const common = { ...options, help, labelNames: Object.keys(labels) };
  if (type === 'counter') return new Counter(common);
  if (type === 'gauge') return new Gauge(common);
  return new Histogram({ ...common, buckets: [...buckets] });
}

const isPlain = ({ labels }: MetricDefinition): boolean => Object.keys(labels).length === 0;
