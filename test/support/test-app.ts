import type { DynamicModule, Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { OpenAPIObject } from '@nestjs/swagger';
import { loadConfig } from '@app/config';
import type { Config } from '@app/config';
import { Database } from '@app/database';
import { AuditWriter, createLogger } from '@app/telemetry';
import { createApp } from '../../apps/api/src/bootstrap/create-app';
import { mcpClient } from './mcp-client';
import type { McpClient } from './mcp-client';
import { restClient } from './rest-client';
import type { RestClient } from './rest-client';
import { createReplicatedApp, isReplicated } from './replicated-app';
import { freePort } from './servers.cjs';
import { createEmbeddedDatabase } from './embedded-database';
import { createTestDatabase } from './test-database';
import { createWorld } from './world';
import type { World } from './world';

export interface TestApp {
  readonly app: NestExpressApplication;
  readonly url: string;
  /** Of the process itself, past a balancer. */
  readonly ownUrl: string;
  readonly config: Config;
  readonly document: OpenAPIObject;
  /** The document of `/api/*`. */
  readonly dashboardDocument: OpenAPIObject;
  readonly database: Database;
  /** Log lines written so far, parsed. */
  readonly logs: Record<string, unknown>[];
  readonly rest: RestClient;
  readonly mcp: McpClient;
  readonly world: World;
  get<T>(token: Type<T> | symbol | (abstract new (...args: never[]) => T)): T;
  /** Waits until every audit entry so far is in the database. */
  flushAudit(): Promise<void>;
  /** Waits until every replica has heard of changes so far. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** Environment variables; limits are generous unless set here. */
  readonly env?: Readonly<Record<string, string>>;
  readonly extraModules?: DynamicModule['imports'];
  /** Count in Redis instead of in process. @default false */
  readonly redis?: boolean;
  /** On the embedded database, in a folder of its own. @default false */
  readonly embedded?: boolean;
  /** Use this PostgreSQL database instead of a new one. */
  readonly databaseUrl?: string;
  /** The people and keys are in that database already. */
  readonly world?: World;
  /** Why the test is about one process, and is so with `npm run test:replicas` too. */
  readonly alone?: string;
}

/** High enough that only tests of limits meet them. */
const GENEROUS_LIMITS =
  'api=100000/60,api_user=100000/60,api_team=100000/60,unauthenticated=100000/60,start_run=100000/60,client_registration=100000/60,client_fetch=100000/60,sign_in=100000/60,sign_in_account=100000/60';

/** The databases that the product runs on, for suites that must hold on both. */
export const DATABASES = [
  { database: 'PostgreSQL', embedded: false },
  { database: 'PGlite', embedded: true },
] as const;

/**
 * The real application on a port of its own, on a real database, with one team per kind of caller. With
 * `npm run test:replicas` it is two of them behind a balancer, wherever the test does not ask for one process.
 */
export function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  return isReplicated(options) ? createReplicatedApp(options, startApp) : startApp(options);
}

async function startApp(options: TestAppOptions, logs: Record<string, unknown>[] = []): Promise<TestApp> {
  const testDatabase = options.databaseUrl
    ? undefined
    : await (options.embedded ? createEmbeddedDatabase() : createTestDatabase());
  const port = await freePort();
  const config = loadConfig({
    PORT: String(port),
    DATABASE_URL: options.databaseUrl ?? testDatabase?.url,
    DATABASE_POOL_SIZE: '5',
    ENCRYPTION_KEY: process.env.ENCRYPTION_KEY,
    RATE_LIMITS: GENEROUS_LIMITS,
    // A Redis that gets no turn on a busy machine is not lost.
    RATE_LIMIT_STORE_TIMEOUT_MS: '5000',
    // Tests that want runs to go on by themselves switch it on.
    RUN_WORKER: 'off',
    MAX_LIVE_RUNS_PER_TEAM: '1000',
    ...(options.redis && { REDIS_URL: process.env.TEST_REDIS_URL }),
    ...options.env,
  });
  const logger = createLogger('info', {
    write: (line: string) => {
      logs.push(JSON.parse(line) as Record<string, unknown>);
    },
  });
  const { app, document, dashboardDocument } = await createApp(config, logger, {
    ...(options.extraModules && { extraModules: options.extraModules, lock: null }),
  });
  await app.listen(port, '127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  return {
    app,
    url,
    ownUrl: url,
    config,
    document,
    dashboardDocument,
    database: app.get(Database),
    logs,
    rest: restClient(url),
    mcp: mcpClient(url),
    world: options.world ?? (await createWorld(app)),
    get: (token) => app.get(token, { strict: false }),
    flushAudit: () => app.get(AuditWriter).flush(),
    settled: () => Promise.resolve(),
    close: async () => {
      await app.close();
      await testDatabase?.drop();
    },
  };
}
