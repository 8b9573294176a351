import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError } from './config.error';
import { environmentSchema } from './config.schema';
import type { Environment } from './config.schema';
import type { McpBound } from './mcp-bound.schema';
import { readEnvironment } from './read-environment';
import type { RawEnvironment } from './read-environment';
import type { BucketLimits } from './rate-limits.schema';

/** Everything the process was told, checked and in its final types. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Where probes and Prometheus ask; `undefined`: nowhere. */
  readonly metrics: MetricsConfig | undefined;
  /** Origin, no trailing slash. */
  readonly publicUrl: string;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly trustProxy: readonly string[];
  readonly database: DatabaseConfig;
  readonly redisUrl: string | undefined;
  readonly rateLimits: BucketLimits;
  readonly rateLimitDraftHeaders: boolean;
  /** How long a decision waits for Redis. */
  readonly rateLimitStoreTimeoutMs: number;
  readonly credentialCacheMs: number;
  /** Keys of 32 bytes: the first encrypts, all decrypt. Empty: the key file of DATA_DIR. */
  readonly encryptionKeys: readonly Buffer[];
  readonly oauth: OAuthConfig;
  /** The OpenID Connect provider at which people sign in; `undefined`: passwords only. */
  readonly upstream: UpstreamConfig | undefined;
  readonly jit: JitConfig;
  readonly demoData: Environment['DEMO_DATA'];
  readonly runs: RunConfig;
  /** Development: webhooks may go to http, other ports and private addresses. */
  readonly webhookAllowPrivate: boolean;
  /** The APIs of others that are served; `undefined`: none. */
  readonly upstreamApis: UpstreamApisConfig | undefined;
  /** 0: entries are kept for ever. */
  readonly auditRetentionDays: number;
  readonly requestTimeoutMs: number;
  readonly mcpListTtlMs: number;
  /** The tools that hosts are shown at most. */
  readonly mcpBound: McpBound;
  /** How long the process serves on after SIGTERM, not ready any more. */
  readonly shutdownDelayMs: number;
  readonly shutdownTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  /** Base URL of the OpenTelemetry collector; `undefined`: no traces. */
  readonly traceEndpoint: string | undefined;
  readonly logLevel: Environment['LOG_LEVEL'];
}

export interface UpstreamApisConfig {
  /** Absolute path. */
  readonly file: string;
  /**
   * The value of a variable that the file names, or of the file that NAME_FILE points to, read anew each time.
   * @returns `undefined` if there is none
   */
  readonly secret: (name: string) => string | undefined;
}

export interface MetricsConfig {
  readonly port: number;
  readonly host: string;
}

export interface RunConfig {
  /** Whether the API process executes runs. */
  readonly workInApi: boolean;
  /** Runs executed at a time by one process. */
  readonly concurrency: number;
  readonly leaseMs: number;
  /** Duration of a step of the scripted executor. */
  readonly stepDelayMs: number;
  readonly maxLivePerTeam: number;
}

export interface OAuthConfig {
  /** The external authorization server; `undefined`: the embedded one issues tokens. */
  readonly external: ExternalAsConfig | undefined;
  readonly dynamicRegistration: boolean;
  readonly clientMetadataDocuments: boolean;
  /** Development: metadata documents over http and on loopback. */
  readonly metadataAllowPrivate: boolean;
  /** Clients of one address that nobody has approved yet. */
  readonly unusedClientsPerAddress: number;
  readonly introspection: boolean;
  readonly accessTokenSeconds: number;
  readonly refreshTokenDays: number;
  readonly refreshReuseSeconds: number;
}

export interface ExternalAsConfig {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly jwksUri: string | undefined;
  readonly tokenType: Environment['EXTERNAL_TOKEN_TYPE'];
  readonly scopeClaim: string;
  readonly teamClaim: string | undefined;
}

export interface UpstreamConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly scopes: string;
  readonly name: string;
  readonly allowedDomains: readonly string[];
  /** Whether the password form is hidden. */
  readonly only: boolean;
}

/** Just-in-time provisioning: into which teams unknown people of an identity provider come. */
export interface JitConfig {
  readonly claim: string;
  /** `value: null` holds for everybody. */
  readonly teams: Environment['JIT_TEAMS'];
}

export type DatabaseConfig =
  | { readonly driver: 'postgres'; readonly url: string; readonly poolSize: number }
  | {
      readonly driver: 'pglite';
      readonly folder: string;
      /** The variable that named the folder, for messages. */
      readonly variable: 'DATA_DIR' | 'DATABASE_URL';
    };

/** Injection token of the Config. */
export const CONFIG = Symbol('CONFIG');

/**
 * Reads the configuration from environment variables. A variable NAME that is not set may come from the file
 * that NAME_FILE points to, which is how container platforms hand over secrets.
 *
 * @param env variables by name, by default those of the process and of `.env`; empty values count as not set
 * @throws ConfigError naming every mistake at once
 */
export function loadConfig(env: RawEnvironment = readEnvironment(process.env, process.cwd())): Config {
  const problems: string[] = [];
  const values: Record<string, string> = {};
  for (const name of Object.keys(environmentSchema.shape)) {
    const value = env[name] || readSecretFile(name, env[`${name}_FILE`], problems);
    if (value) values[name] = value;
  }
  const parsed = environmentSchema.safeParse(values);
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => issue.message));
  if (parsed.success) problems.push(...contradictions(parsed.data));
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems);
  return { ...toConfig(parsed.data), upstreamApis: toUpstreamApis(parsed.data.UPSTREAMS_FILE, env) };
}

function readSecretFile(name: string, path: string | undefined, problems: string[]): string | undefined {
  if (!path) return undefined;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    problems.push(
      `${name}_FILE names the file ${path}, which cannot be read; correct the path or its permissions.`,
    );
    return undefined;
  }
}

function toUpstreamApis(file: string | undefined, env: RawEnvironment): UpstreamApisConfig | undefined {
  if (file === undefined) return undefined;
  return {
    file: resolve(file),
    // What cannot be read is missing; who asks says so in its own words.
    secret: (name) => env[name] || readSecretFile(name, env[`${name}_FILE`], []) || undefined,
  };
}

function toConfig(env: Environment): Omit<Config, 'upstreamApis'> {
  return {
    port: env.PORT,
    host: env.HOST,
    metrics: env.METRICS_PORT === undefined ? undefined : { port: env.METRICS_PORT, host: env.METRICS_HOST },
    publicUrl: env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT}`,
    allowedHosts: env.ALLOWED_HOSTS,
    allowedOrigins: env.ALLOWED_ORIGINS,
    trustProxy: env.TRUST_PROXY,
    database: toDatabaseConfig(env),
    redisUrl: env.REDIS_URL,
    rateLimits: env.RATE_LIMITS,
    rateLimitStoreTimeoutMs: env.RATE_LIMIT_STORE_TIMEOUT_MS,
    rateLimitDraftHeaders: env.RATE_LIMIT_DRAFT_HEADERS === 'on',
    credentialCacheMs: env.CREDENTIAL_CACHE_SECONDS * 1000,
    encryptionKeys: env.ENCRYPTION_KEY,
    oauth: toOAuthConfig(env),
    upstream: toUpstreamConfig(env),
    jit: { claim: env.JIT_CLAIM, teams: env.JIT_TEAMS },
    demoData: env.DEMO_DATA,
    runs: toRunConfig(env),
    webhookAllowPrivate: env.WEBHOOK_ALLOW_PRIVATE === 'on',
    auditRetentionDays: env.AUDIT_RETENTION_DAYS,
    requestTimeoutMs: env.REQUEST_TIMEOUT_SECONDS * 1000,
    mcpListTtlMs: env.MCP_LIST_TTL_MS,
    mcpBound: env.MCP_BOUND,
    shutdownDelayMs: env.SHUTDOWN_DELAY_MS,
    shutdownTimeoutMs: env.SHUTDOWN_TIMEOUT_SECONDS * 1000,
    keepAliveTimeoutMs: env.KEEP_ALIVE_TIMEOUT_SECONDS * 1000,
    traceEndpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
    logLevel: env.LOG_LEVEL,
  };
}

function toDatabaseConfig(env: Environment): DatabaseConfig {
  const url = env.DATABASE_URL;
  if (url && !url.startsWith('pglite:')) return { driver: 'postgres', url, poolSize: env.DATABASE_POOL_SIZE };
  if (!url) return { driver: 'pglite', folder: resolve(env.DATA_DIR), variable: 'DATA_DIR' };
  return {
    driver: 'pglite',
    folder: resolve(url.replace(/^pglite:(\/\/)?/, '')),
    variable: 'DATABASE_URL',
  };
}

function toRunConfig(env: Environment): RunConfig {
  const isEmbedded = toDatabaseConfig(env).driver === 'pglite';
  return {
    workInApi: env.RUN_WORKER === 'auto' ? isEmbedded : env.RUN_WORKER === 'on',
    concurrency: env.RUN_CONCURRENCY,
    leaseMs: env.RUN_LEASE_SECONDS * 1000,
    stepDelayMs: env.RUN_STEP_DELAY_MS,
    maxLivePerTeam: env.MAX_LIVE_RUNS_PER_TEAM,
  };
}

/** What no setting can tell by itself. */
function contradictions(env: Environment): string[] {
  const found: string[] = [];
  if (env.OIDC_UPSTREAM_ISSUER && !env.OIDC_UPSTREAM_CLIENT_ID) {
    found.push('OIDC_UPSTREAM_CLIENT_ID is not set, but OIDC_UPSTREAM_ISSUER is; set both.');
  }
  if (env.OIDC_ONLY === 'on' && !env.OIDC_UPSTREAM_ISSUER) {
    found.push('OIDC_ONLY is on without OIDC_UPSTREAM_ISSUER, so nobody could sign in; name the provider.');
  }
  if (env.AUTH_AS_MODE === 'external' && !env.EXTERNAL_AS_ISSUER) {
    found.push('AUTH_AS_MODE is external; name the authorization server in EXTERNAL_AS_ISSUER.');
  }
  if (env.METRICS_PORT === env.PORT) {
    found.push(`METRICS_PORT and PORT are both ${env.PORT}; give METRICS_PORT another one.`);
  }
  return found;
}

function toOAuthConfig(env: Environment): OAuthConfig {
  return {
    external: toExternalAsConfig(env),
    dynamicRegistration: env.OAUTH_DYNAMIC_REGISTRATION === 'on',
    clientMetadataDocuments: env.OAUTH_CLIENT_METADATA_DOCUMENTS === 'on',
    metadataAllowPrivate: env.OAUTH_METADATA_ALLOW_PRIVATE === 'on',
    unusedClientsPerAddress: env.OAUTH_UNUSED_CLIENTS_PER_ADDRESS,
    introspection: env.OAUTH_INTROSPECTION === 'on',
    accessTokenSeconds: env.OAUTH_ACCESS_TOKEN_SECONDS,
    refreshTokenDays: env.OAUTH_REFRESH_TOKEN_DAYS,
    refreshReuseSeconds: env.OAUTH_REFRESH_REUSE_SECONDS,
  };
}

function toExternalAsConfig(env: Environment): ExternalAsConfig | undefined {
  if (env.AUTH_AS_MODE !== 'external' || !env.EXTERNAL_AS_ISSUER) return undefined;
  return {
    issuer: env.EXTERNAL_AS_ISSUER,
    audience: env.EXTERNAL_AUDIENCE,
    jwksUri: env.EXTERNAL_JWKS_URI,
    tokenType: env.EXTERNAL_TOKEN_TYPE,
    scopeClaim: env.EXTERNAL_SCOPE_CLAIM,
    teamClaim: env.EXTERNAL_TEAM_CLAIM,
  };
}

function toUpstreamConfig(env: Environment): UpstreamConfig | undefined {
  if (!env.OIDC_UPSTREAM_ISSUER || !env.OIDC_UPSTREAM_CLIENT_ID) return undefined;
  return {
    issuer: env.OIDC_UPSTREAM_ISSUER,
    clientId: env.OIDC_UPSTREAM_CLIENT_ID,
    clientSecret: env.OIDC_UPSTREAM_CLIENT_SECRET,
    scopes: env.OIDC_UPSTREAM_SCOPES,
    name: env.OIDC_UPSTREAM_NAME,
    allowedDomains: env.OIDC_ALLOWED_DOMAINS.map((domain) => domain.toLowerCase()),
    only: env.OIDC_ONLY === 'on',
  };
}
