import type * as OpenTelemetryApi from '@opentelemetry/api';
import type { Tracer } from '@opentelemetry/api';
import { passOn } from '@app/config';
import type { Config } from '@app/config';

export type OpenTelemetry = typeof OpenTelemetryApi;

/** OpenTelemetry as this process uses it; it is loaded only where traces are wanted. */
export interface OpenTracer {
  readonly api: OpenTelemetry;
  readonly tracer: Tracer;
  /** Sends what waits, and lets go of what is global. */
  close(): Promise<void>;
}

/**
 * Loads and starts OpenTelemetry. Everything but the endpoint comes from its own variables (sampler, headers,
 * protocol, queue, OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES):
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 *
 * - Nothing is patched: spans are made where calls are known, and loading order does not matter.
 * - What describes the process comes from the environment alone: the command line might hold secrets.
 *
 * @returns nothing if it is not configured; then nothing of it is loaded
 */
export async function openTracer(config: Config): Promise<OpenTracer | undefined> {
  if (config.traceEndpoint === undefined) return undefined;
  passOn('OTEL_EXPORTER_OTLP_ENDPOINT', config.traceEndpoint);
  const { api, NodeSDK, resources } = await import('@opentelemetry/sdk-node');
  const sdk = new NodeSDK({
    resource: resources.resourceFromAttributes({ 'service.name': 'duvo-api' }),
    resourceDetectors: [resources.envDetector],
    instrumentations: [],
    // Metrics are scraped and logs are lines; both would else be sent as well.
    metricReaders: [],
    logRecordProcessors: [],
  });
  sdk.start();
  return {
    api,
    tracer: api.trace.getTracer('duvo'),
    close: async () => {
      // A collector that is away must not hold up the end.
      await sdk.shutdown().catch(() => undefined);
      for (const part of [api.trace, api.context, api.propagation]) part.disable();
    },
  };
}
