import { z } from 'zod';
import { mcpBoundSchema } from './mcp-bound.schema';
import { isAddressRange } from './addresses';
import { parseExtensionOrigin, parseWebOrigin } from './origins';
import { bucketLimitsSchema } from './rate-limits.schema';
import { host, isUrlWith, list, oneOf, optionalPort, wholeNumber } from './setting-types';
import { signInSettings } from './sign-in.schema';

const publicUrl = z
  .string()
  .optional()
  .transform((text, context) => {
    const origin = text === undefined ? undefined : parseWebOrigin(text);
    if (text !== undefined && origin === undefined) {
      context.addIssue(
        `PUBLIC_URL must be an http or https origin without path, query or user info, such as https://api.example.com, not "${text}".`,
      );
    }
    return origin;
  });

const allowedOrigins = list.transform((parts, context) =>
  parts.map((part) => {
    const origin = parseWebOrigin(part) ?? parseExtensionOrigin(part);
    if (origin === undefined) {
      context.addIssue(
        `ALLOWED_ORIGINS has "${part}", which is not an origin; write scheme, host and port alone, such as https://app.example.com.`,
      );
    }
    return origin ?? part;
  }),
);

const trustProxy = list.superRefine((parts, context) => {
  for (const part of parts) {
    if (/^\d+$/.test(part)) {
      context.addIssue(
        `TRUST_PROXY has the hop count "${part}", which would trust whoever is that many hops away; write the addresses of the proxies, such as 10.0.0.0/8.`,
      );
    } else if (/\/0+$/.test(part)) {
      context.addIssue(
        `TRUST_PROXY has "${part}", which would trust everybody; write the addresses of the proxies, such as 10.0.0.0/8.`,
      );
    } else if (!isAddressRange(part)) {
      context.addIssue(
        `TRUST_PROXY has "${part}", which is neither an IP address nor a CIDR range such as 10.0.0.0/8.`,
      );
    }
  }
});

/**
 * Every setting of the product. `describe` is the sentence of the generated configuration reference: what it
 * means, its unit, and why it is bounded.
 */
export const environmentSchema = z.object({
  PORT: wholeNumber('PORT', 1, 65_535, 3000).describe('TCP port of the HTTP server.'),
  HOST: host('HOST').describe(
    'Address to listen on. The default serves this machine only; containers set 0.0.0.0.',
  ),
  METRICS_PORT: optionalPort('METRICS_PORT').describe(
    'TCP port of /metrics (Prometheus), /livez and /readyz, apart from the one that clients reach, for servers and workers alike. Left out: no such port, and a worker has no probes.',
  ),
  METRICS_HOST: host('METRICS_HOST').describe(
    'Address that METRICS_PORT listens on. The default serves this machine only; containers set 0.0.0.0. Nobody is asked for a credential there, so keep it inside the network.',
  ),
  PUBLIC_URL: publicUrl.describe(
    'Origin under which clients reach the server, without path. Every absolute URL in a reply is built from it, never from the Host header. Default: http://127.0.0.1:<PORT>.',
  ),
  ALLOWED_HOSTS: list.describe(
    'Further Host header values that /v1/mcp accepts, comma-separated, besides that of PUBLIC_URL and loopback names while PUBLIC_URL is loopback.',
  ),
  ALLOWED_ORIGINS: allowedOrigins.describe(
    'Web origins whose pages may call /v1 from a browser, comma-separated. PUBLIC_URL is always allowed.',
  ),
  TRUST_PROXY: trustProxy.describe(
    'Addresses or CIDR ranges of the load balancers whose X-Forwarded-For is believed, comma-separated, e.g. 10.0.0.0/8. A hop count is not accepted: it trusts whoever is that many hops away.',
  ),
  DATA_DIR: z
    .string()
    .min(1, 'DATA_DIR must not be empty.')
    .default('./data')
    .describe('Folder of the embedded database, its lock and the control socket.'),
  DATABASE_URL: z
    .string()
    .optional()
    .refine((text) => text === undefined || isUrlWith(text, ['postgres:', 'postgresql:', 'pglite:']), {
      message: 'DATABASE_URL must begin with postgres:// or pglite://.',
    })
    .describe('postgres://… for production. Left out, or pglite://<folder>: the embedded database.'),
  DATABASE_POOL_SIZE: wholeNumber('DATABASE_POOL_SIZE', 1, 200, 10).describe(
    'Connections per process. The sum over all replicas must stay below max_connections of the server.',
  ),
  REDIS_URL: z
    .string()
    .optional()
    .refine((text) => text === undefined || isUrlWith(text, ['redis:', 'rediss:']), {
      message: 'REDIS_URL must begin with redis:// or rediss://.',
    })
    .describe(
      'Redis for shared rate-limit counters and invalidation. Needed as soon as there are two replicas; without it both work in process.',
    ),
  RATE_LIMITS: bucketLimitsSchema.describe(
    'Default limits, as bucket=limit/seconds, comma-separated, e.g. api=300/60,start_run=30/60. Buckets that are left out keep their default. While Redis is lost a bucket counts in each process, or refuses what it counts if /deny stands behind it: sign_in=10/60/deny. Without either word a bucket keeps what it does by default.',
  ),
  RATE_LIMIT_DRAFT_HEADERS: oneOf('RATE_LIMIT_DRAFT_HEADERS', ['on', 'off'], 'on').describe(
    'Also send RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers).',
  ),
  RATE_LIMIT_STORE_TIMEOUT_MS: wholeNumber('RATE_LIMIT_STORE_TIMEOUT_MS', 10, 10_000, 100).describe(
    'How long a decision waits for Redis, in milliseconds. A Redis that takes longer counts as lost for a second, and each process counts on its own.',
  ),
  CREDENTIAL_CACHE_SECONDS: wholeNumber('CREDENTIAL_CACHE_SECONDS', 0, 5, 5).describe(
    'How long a checked credential is remembered, in seconds. It bounds how long a revoked key could live on if an invalidation message is lost, hence at most 5.',
  ),
  ...signInSettings,
  DEMO_DATA: oneOf('DEMO_DATA', ['auto', 'on', 'off'], 'auto').describe(
    'Seed the demo team. auto: only into an empty embedded database.',
  ),
  RUN_WORKER: oneOf('RUN_WORKER', ['auto', 'on', 'off'], 'auto').describe(
    'Whether this API process also executes runs. auto: only on the embedded database, which no second process can open; with PostgreSQL start workers by npm run worker.',
  ),
  RUN_CONCURRENCY: wholeNumber('RUN_CONCURRENCY', 1, 200, 10).describe(
    'Runs that one process executes at the same time. Each needs a database connection now and then, not all the time.',
  ),
  RUN_LEASE_SECONDS: wholeNumber('RUN_LEASE_SECONDS', 2, 600, 30).describe(
    'After how long without a sign of life a worker counts as dead, in seconds; its runs are then taken over by another one, or fail with executor_lost.',
  ),
  RUN_STEP_DELAY_MS: wholeNumber('RUN_STEP_DELAY_MS', 0, 60_000, 1000).describe(
    'How long a step of the scripted executor takes, in milliseconds, so that people can watch a demo run.',
  ),
  MAX_LIVE_RUNS_PER_TEAM: wholeNumber('MAX_LIVE_RUNS_PER_TEAM', 1, 10_000, 50).describe(
    'Runs of a team that may be pending, starting, running or waiting at a time.',
  ),
  WEBHOOK_ALLOW_PRIVATE: oneOf('WEBHOOK_ALLOW_PRIVATE', ['on', 'off'], 'off').describe(
    'For development: webhooks may also go to http URLs, to other ports than 443, and to loopback and private addresses. Never in production, where it would let callers reach the inner network.',
  ),
  UPSTREAMS_FILE: z
    .string()
    .optional()
    .describe(
      'File (YAML or JSON) that names the APIs of others to be served under /v1/upstreams and as tools. It is read again on SIGHUP and when it changes; a mistake in it leaves the old one in force. Left out: none.',
    ),
  AUDIT_RETENTION_DAYS: wholeNumber('AUDIT_RETENTION_DAYS', 0, 3650, 90).describe(
    'How long an entry of the audit trail is kept, in days; 0 keeps all of them. An entry takes about 400 bytes, so the default lets somebody look into what happened last quarter without a disk that fills up; export what has to be kept longer.',
  ),
  REQUEST_TIMEOUT_SECONDS: wholeNumber('REQUEST_TIMEOUT_SECONDS', 1, 600, 30).describe(
    'Time limit of one operation, in seconds, as REST and as tool; after it the answer is 503.',
  ),
  MCP_LIST_TTL_MS: wholeNumber('MCP_LIST_TTL_MS', 0, 86_400_000, 300_000).describe(
    'For how long a host of revision 2026-07-28 may keep a tool list, in milliseconds.',
  ),
  MCP_BOUND: mcpBoundSchema,
  SHUTDOWN_DELAY_MS: wholeNumber('SHUTDOWN_DELAY_MS', 0, 60_000, 0).describe(
    'How long requests are still served after SIGTERM while /readyz says 503 already, in milliseconds, so that a balancer that polls it notices before the port closes. Two to three of its intervals; 0 where the platform waits itself (a preStop hook).',
  ),
  SHUTDOWN_TIMEOUT_SECONDS: wholeNumber('SHUTDOWN_TIMEOUT_SECONDS', 0, 600, 20).describe(
    'How long requests in flight may take to finish after SIGTERM, in seconds.',
  ),
  KEEP_ALIVE_TIMEOUT_SECONDS: wholeNumber('KEEP_ALIVE_TIMEOUT_SECONDS', 1, 3600, 75).describe(
    'How long an idle connection stays open, in seconds. It must exceed the idle time of the balancer, or clients see stray 502s.',
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .optional()
    .refine((text) => text === undefined || isUrlWith(text, ['http:', 'https:']), {
      message: 'OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https URL, such as http://collector:4318.',
    })
    .describe(
      'Base URL of an OpenTelemetry collector that gets the traces of calls. Left out: no traces, and nothing of OpenTelemetry is loaded. Its other variables (OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER, OTEL_EXPORTER_OTLP_HEADERS …) are read from the environment alone.',
    ),
  LOG_LEVEL: oneOf('LOG_LEVEL', ['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'info').describe(
    'Least severe level that is logged, as JSON lines on standard output.',
  ),
});

export type Environment = z.infer<typeof environmentSchema>;
