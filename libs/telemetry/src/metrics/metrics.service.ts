import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { LabelValues } from 'prom-client';
import { METRICS } from './definitions';
import type { LabelOf, MetricDefinition, MetricName } from './definitions';
import { MetricReader } from './metric-reader';
import type { Sample } from './metric-reader';

export type MetricSample<Name extends MetricName> = Sample<LabelOf<Name>>;

export interface ReadOptions {
  /** How long an answer stands for the next question too, in milliseconds. @default 0 */
  readonly freshMs?: number;
}

type Instrument = Counter | Gauge | Histogram;

/**
 * The metrics of this process. Who has something to tell counts it here or says where it can be read; nothing is
 * kept or read before somebody has opened the port for it.
 */
@Injectable()
export class Metrics {
  private readonly readers = new Map<MetricName, MetricReader>();
  private registry: Registry | undefined;
  private readonly instruments = new Map<MetricName, Instrument>();

  /** Whether anybody will ask. */
  get isOpen(): boolean {
    return this.registry !== undefined;
  }

  /** Begins to count. */
  open(): void {
    if (this.registry) return;
    const registry = new Registry();
    this.registry = registry;
    collectDefaultMetrics({ register: registry });
    for (const name of Object.keys(METRICS) as MetricName[])
      this.instruments.set(name, this.instrument(name, METRICS[name], registry));
  }

  /** Counts one, or observes a value of a histogram. */
  add<Name extends MetricName>(name: Name, labels: Record<LabelOf<Name>, string>, value = 1): void {
    const instrument = this.instruments.get(name);
    if (instrument instanceof Histogram) instrument.observe(labels as LabelValues<string>, value);
    else instrument?.inc(labels as LabelValues<string>, value);
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

  private instrument(name: MetricName, definition: MetricDefinition, registry: Registry): Instrument {
    const common = {
      name,
      help: definition.help,
      labelNames: Object.keys(definition.labels),
      registers: [registry],
    };
    const collect = (): Promise<void> => this.refresh(name);
    if (definition.type === 'counter') return new Counter({ ...common, collect });
    if (definition.type === 'gauge') return new Gauge({ ...common, collect });
    return new Histogram({ ...common, buckets: [...(definition.buckets ?? [])] });
  }

  private async refresh(name: MetricName): Promise<void> {
    const reader = this.readers.get(name);
    const instrument = this.instruments.get(name);
    if (!reader || !instrument || instrument instanceof Histogram) return;
    const samples = await reader.samples();
    instrument.reset();
    // What has no labels begins with 0, which would say that all is well.
    if (samples.length === 0 && isPlain(METRICS[name])) instrument.remove({});
    for (const { labels, value } of samples) instrument.inc(labels ?? {}, value);
  }
}

const isPlain = ({ labels }: MetricDefinition): boolean => Object.keys(labels).length === 0;
