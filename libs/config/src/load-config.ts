import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError } from './config.error';
import { environmentSchema } from './config.schema';
import type { Environment } from './config.schema';
import { readEnvironment } from './read-environment';
import type { RawEnvironment } from './read-environment';
import type { BucketLimits } from './rate-limits.schema';

/** Everything the process was told, checked and in its final types. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Origin, no trailing slash. */
  readonly publicUrl: string;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly trustProxy: readonly string[];
  readonly database: DatabaseConfig;
  readonly redisUrl: string | undefined;
  readonly rateLimits: BucketLimits;
  readonly rateLimitDraftHeaders: boolean;
  readonly credentialCacheMs: number;
  readonly demoData: Environment['DEMO_DATA'];
  readonly runs: RunConfig;
  /** Development: webhooks may go to http, other ports and private addresses. */
  readonly webhookAllowPrivate: boolean;
  readonly requestTimeoutMs: number;
  readonly mcpListTtlMs: number;
  readonly shutdownTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  readonly logLevel: Environment['LOG_LEVEL'];
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
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems);
  return toConfig(parsed.data);
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

function toConfig(env: Environment): Config {
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT}`,
    allowedHosts: env.ALLOWED_HOSTS,
    allowedOrigins: env.ALLOWED_ORIGINS,
    trustProxy: env.TRUST_PROXY,
    database: toDatabaseConfig(env),
    redisUrl: env.REDIS_URL,
    rateLimits: env.RATE_LIMITS,
    rateLimitDraftHeaders: env.RATE_LIMIT_DRAFT_HEADERS === 'on',
    credentialCacheMs: env.CREDENTIAL_CACHE_SECONDS * 1000,
    demoData: env.DEMO_DATA,
    runs: toRunConfig(env),
    webhookAllowPrivate: env.WEBHOOK_ALLOW_PRIVATE === 'on',
    requestTimeoutMs: env.REQUEST_TIMEOUT_SECONDS * 1000,
    mcpListTtlMs: env.MCP_LIST_TTL_MS,
    shutdownTimeoutMs: env.SHUTDOWN_TIMEOUT_SECONDS * 1000,
    keepAliveTimeoutMs: env.KEEP_ALIVE_TIMEOUT_SECONDS * 1000,
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
