/** What prom-client tells of Node and the process: https://github.com/siimon/prom-client#default-metrics */
export interface ProcessMetric {
  readonly name: string;
  readonly type: string;
  readonly help: string;
}

/** @returns the metrics of Node and the process, by name */
export async function processMetrics(): Promise<ProcessMetric[]> {
  const { collectDefaultMetrics, Registry } = await import('prom-client');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const metrics = registry.getMetricsAsArray() as unknown as readonly ProcessMetric[];
  return metrics
    .map(({ name, type, help }) => ({ name, type, help }))
    .sort((one, other) => one.name.localeCompare(other.name));
}
