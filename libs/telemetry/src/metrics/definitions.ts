/** What a metric is; the reference page is made of it. */
export interface MetricDefinition {
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** What it measures, in one sentence with its unit. */
  readonly help: string;
  /** Values of each label; all of them are known when the process starts, so that callers cannot make series. */
  readonly labels: Readonly<Record<string, string>>;
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[];
}

/** From a cached read to the time limit of an operation, in seconds. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30];

const STATE_OF_DATABASE =
  'The same on every process, as it is read from the database: take the maximum, not the sum.';

/** Every metric of the product. Those of Node and the process come with prom-client. */
export const METRICS = {
  build_info: {
    type: 'gauge',
    help: 'Always 1; its labels say what runs.',
    labels: { version: 'of the product', node: 'version of Node.js' },
  },
  http_request_duration_seconds: {
    type: 'histogram',
    help: 'Time from the first byte of a request until its reply is out, in seconds. A tool call is one request.',
    labels: {
      operation: 'operationId, name of another route, or `unknown` where there is no route',
      status: 'HTTP status; of a tool call that of its operation; 499 if the client left before the reply',
      via: '`api`, `mcp`, `dashboard`, or `public` without a credential',
    },
    buckets: SECONDS,
  },
  mcp_tool_calls_total: {
    type: 'counter',
    help: 'Tool calls.',
    labels: {
      tool: 'name of the tool, or `unknown`',
      outcome:
        '`ok`, `invalid` (4xx), `denied` (401, 403), `limited` (429), `failed` (5xx), `gone` (the client left), `unknown_tool`',
    },
  },
  upstream_requests_total: {
    type: 'counter',
    help: 'Calls that were carried to the API of somebody else, by how that went. Retries of one call are not counted apart.',
    labels: {
      upstream: 'name in UPSTREAMS_FILE',
      outcome: '`ok`, `refused` (a 4xx of the upstream), `error`, `unavailable`, `timeout`',
    },
  },
  upstream_duration_seconds: {
    type: 'histogram',
    help: 'Time that calls spent with an upstream, retries included, in seconds: what is left of a call is our own.',
    labels: { upstream: 'name in UPSTREAMS_FILE' },
    buckets: SECONDS,
  },
  upstream_circuit_open: {
    type: 'gauge',
    help: '1 while an upstream has failed so often in a row that this process leaves it alone, else 0.',
    labels: { upstream: 'name in UPSTREAMS_FILE' },
  },
  ratelimit_decisions_total: {
    type: 'counter',
    help: 'What the counters of authenticated calls said, one per counter of a call.',
    labels: {
      bucket: 'name of the bucket',
      verdict: '`allowed`, `refused`, or `shadow_refused` by a rule on trial, which refuses nothing',
    },
  },
  ratelimit_degraded_total: {
    type: 'counter',
    help: 'Decisions made in this process because Redis was lost.',
    labels: {},
  },
  ratelimit_degraded: {
    type: 'gauge',
    help: '1 while Redis is lost and limits count in this process, else 0.',
    labels: {},
  },
  runs: {
    type: 'gauge',
    help: `Runs that have not ended. ${STATE_OF_DATABASE}`,
    labels: { state: '`pending`, `starting`, `running`, `waiting` (for a person)' },
  },
  job_lag_seconds: {
    type: 'gauge',
    help: `How long the oldest job that is due has waited for a worker, in seconds; 0 if none waits. ${STATE_OF_DATABASE}`,
    labels: { queue: 'name of the queue' },
  },
  webhook_deliveries_due: {
    type: 'gauge',
    help: `Webhook deliveries that are due and not sent yet; counted up to 100,000. ${STATE_OF_DATABASE}`,
    labels: {},
  },
  webhook_lag_seconds: {
    type: 'gauge',
    help: `How long the oldest webhook delivery that is due has waited for a sender, in seconds; 0 if none waits. ${STATE_OF_DATABASE}`,
    labels: {},
  },
  database_pool_connections: {
    type: 'gauge',
    help: 'Connections of this process to PostgreSQL; none with the embedded database.',
    labels: { state: '`busy`, `idle`' },
  },
  database_pool_size: {
    type: 'gauge',
    help: 'How many connections this process may open: DATABASE_POOL_SIZE.',
    labels: {},
  },
  database_pool_waiting: {
    type: 'gauge',
    help: 'Queries of this process that wait for a connection.',
    labels: {},
  },
  audit_entries_buffered: {
    type: 'gauge',
    help: 'Audit entries of this process that wait to be written.',
    labels: {},
  },
  audit_entries_dropped_total: {
    type: 'counter',
    help: 'Audit entries that are in the log only, because the database did not take them.',
    labels: {},
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof METRICS;

/** Names of the labels of a metric. */
export type LabelOf<Name extends MetricName> = keyof (typeof METRICS)[Name]['labels'] & string;
