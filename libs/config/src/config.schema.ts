import { z } from 'zod';
import { bucketLimitsSchema } from './rate-limits.schema';

/** A comma-separated list; empty parts are dropped. */
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

const wholeNumber = (name: string, min: number, max: number, fallback: number) =>
  z
    .string()
    .default(String(fallback))
    .refine((text) => /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max, {
      message: `${name} must be a whole number from ${min} to ${max}`,
    })
    .transform(Number);

const oneOf = <const T extends readonly string[]>(name: string, values: T, fallback: T[number]) =>
  z
    .string()
    .default(fallback)
    .refine((text) => values.includes(text), { message: `${name} must be one of ${values.join(', ')}` })
    .transform((text) => text as T[number]);

const isUrlWith = (text: string, protocols: readonly string[]): boolean =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol);

const origin = z
  .string()
  .optional()
  .refine((text) => text === undefined || isUrlWith(text, ['http:', 'https:']), {
    message: 'PUBLIC_URL must be an http or https URL such as https://api.example.com',
  })
  .refine(
    (text) => text === undefined || !URL.canParse(text) || text.replace(/\/$/, '') === new URL(text).origin,
    {
      message: 'PUBLIC_URL must be an origin without path, query or user info',
    },
  )
  .transform((text) => text?.replace(/\/$/, ''));

/**
 * Every setting of the product. `describe` is the sentence of the generated configuration reference: what it
 * means, its unit, and why it is bounded.
 */
export const environmentSchema = z.object({
  PORT: wholeNumber('PORT', 1, 65_535, 3000).describe('TCP port of the HTTP server.'),
  HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address to listen on. The default serves this machine only; containers set 0.0.0.0.'),
  PUBLIC_URL: origin.describe(
    'Origin under which clients reach the server, without path. Every absolute URL in a reply is built from it, never from the Host header. Default: http://127.0.0.1:<PORT>.',
  ),
  ALLOWED_HOSTS: list.describe(
    'Further Host header values that /v1/mcp accepts, comma-separated, besides that of PUBLIC_URL and loopback names while PUBLIC_URL is loopback.',
  ),
  ALLOWED_ORIGINS: list.describe(
    'Web origins whose pages may call /v1 from a browser, comma-separated. PUBLIC_URL is always allowed.',
  ),
  TRUST_PROXY: list.describe(
    'CIDR ranges of the load balancers whose X-Forwarded-For is believed, comma-separated, e.g. 10.0.0.0/8. A hop count is not accepted: it trusts whoever is that many hops away.',
  ),
  DATA_DIR: z
    .string()
    .min(1, 'DATA_DIR must not be empty')
    .default('./data')
    .describe('Folder of the embedded database, its lock and the control socket.'),
  DATABASE_URL: z
    .string()
    .optional()
    .refine((text) => text === undefined || isUrlWith(text, ['postgres:', 'postgresql:', 'pglite:']), {
      message: 'DATABASE_URL must begin with postgres:// or pglite://',
    })
    .describe('postgres://… for production. Left out, or pglite://<folder>: the embedded database.'),
  DATABASE_POOL_SIZE: wholeNumber('DATABASE_POOL_SIZE', 1, 200, 10).describe(
    'Connections per process. The sum over all replicas must stay below max_connections of the server.',
  ),
  REDIS_URL: z
    .string()
    .optional()
    .refine((text) => text === undefined || isUrlWith(text, ['redis:', 'rediss:']), {
      message: 'REDIS_URL must begin with redis:// or rediss://',
    })
    .describe(
      'Redis for shared rate-limit counters and invalidation. Needed as soon as there are two replicas; without it both work in process.',
    ),
  RATE_LIMITS: bucketLimitsSchema.describe(
    'Default limits, as bucket=limit/seconds, comma-separated, e.g. api=300/60,start_run=30/60. Buckets that are left out keep their default.',
  ),
  RATE_LIMIT_DRAFT_HEADERS: oneOf('RATE_LIMIT_DRAFT_HEADERS', ['on', 'off'], 'on').describe(
    'Also send RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers).',
  ),
  CREDENTIAL_CACHE_SECONDS: wholeNumber('CREDENTIAL_CACHE_SECONDS', 0, 5, 5).describe(
    'How long a checked credential is remembered, in seconds. It bounds how long a revoked key could live on if an invalidation message is lost, hence at most 5.',
  ),
  DEMO_DATA: oneOf('DEMO_DATA', ['auto', 'on', 'off'], 'auto').describe(
    'Seed the demo team. auto: only into an empty embedded database.',
  ),
  REQUEST_TIMEOUT_SECONDS: wholeNumber('REQUEST_TIMEOUT_SECONDS', 1, 600, 30).describe(
    'Time limit of one operation, in seconds, as REST and as tool; after it the answer is 503.',
  ),
  MCP_LIST_TTL_MS: wholeNumber('MCP_LIST_TTL_MS', 0, 86_400_000, 300_000).describe(
    'For how long a host of revision 2026-07-28 may keep a tool list, in milliseconds.',
  ),
  SHUTDOWN_TIMEOUT_SECONDS: wholeNumber('SHUTDOWN_TIMEOUT_SECONDS', 0, 600, 20).describe(
    'How long requests in flight may take to finish after SIGTERM, in seconds.',
  ),
  KEEP_ALIVE_TIMEOUT_SECONDS: wholeNumber('KEEP_ALIVE_TIMEOUT_SECONDS', 1, 3600, 75).describe(
    'How long an idle connection stays open, in seconds. It must exceed the idle time of the balancer, or clients see stray 502s.',
  ),
  LOG_LEVEL: oneOf('LOG_LEVEL', ['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'info').describe(
    'Least severe level that is logged, as JSON lines on standard output.',
  ),
});

export type Environment = z.infer<typeof environmentSchema>;
