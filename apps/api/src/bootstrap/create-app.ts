import { readFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { DynamicModule } from '@nestjs/common';
import { DiscoveryService, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import express from 'express';
import type { Config } from '@app/config';
import { ToolCatalogue } from '@app/mcp';
import type { Lock } from '@app/openapi-tools';
import { BootError, collectRoutes, RouteTable, ServedRoutes } from '@app/permissions';
import type { RouteLookup } from '@app/permissions';
import { NestLogger } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { Upstreams } from '@app/upstreams';
import { AppModule } from '../app.module';
import { awaitContinue } from './body.middleware';
import { buildDocuments } from './openapi';
import { assertDistinctInputs } from './operation-inputs';
import { packagePath } from './package-path';
import { usePipeline } from './pipeline';

export interface CreatedApp {
  readonly app: NestExpressApplication;
  readonly document: OpenAPIObject;
  /** Of `/api/*`, which no tool comes from. */
  readonly dashboardDocument: OpenAPIObject;
  /** The lock as it would be with this code. */
  readonly lock: Lock;
}

export interface CreateAppOptions {
  /** Modules that only tests add. */
  readonly extraModules?: DynamicModule['imports'];
  /** `null`: build without the committed lock. */
  readonly lock?: Lock | null;
}

/**
 * Composes the application, ready to listen.
 * @throws BootError if a route, an operation or a tool breaks a rule of the product
 */
export async function createApp(
  config: Config,
  logger: Logger,
  options: CreateAppOptions = {},
): Promise<CreatedApp> {
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.forRoot(config, logger, options.extraModules),
    strictAdapter(),
    {
      bodyParser: false,
      logger: new NestLogger(logger),
      abortOnError: false,
      forceCloseConnections: false,
      routeConflictPolicy: { duplicate: 'error', shadow: 'error' },
      routeResolutionStrategy: 'specificity',
    },
  );
  try {
    const table = new RouteTable(collectRoutes(controllersOf(app)));
    const routes = withUpstreams(table, app.get(Upstreams));
    usePipeline(app, config, () => routes);
    app.get(ServedRoutes).are(routes);
    const { api: document, dashboard: dashboardDocument } = buildDocuments(app);
    assertDistinctInputs(document);
    const lock = options.lock === undefined ? readLock() : options.lock;
    const catalogue = app.get(ToolCatalogue);
    const { lock: nextLock } = catalogue.load(document, lock);
    app.get(Upstreams).start({
      taken: new Set(catalogue.tools.flatMap(({ name, aliases }) => [name, ...aliases])),
      onSwap: (tools) => catalogue.setGuests(tools),
    });
    serveDocuments(app, document);
    await app.init();
    tuneServer(app.getHttpServer(), config);
    return { app, document, dashboardDocument, lock: nextLock };
  } catch (error) {
    await app.close();
    throw asBootError(error);
  }
}

/** One spelling per path: what a middleware decides by it has to hold for what the router takes it for. */
function strictAdapter(): ExpressAdapter {
  const server = express();
  // Before the adapter, whose first act makes the router.
  server.enable('case sensitive routing');
  return new ExpressAdapter(server);
}

/** Our routes, which never change, and those of the upstreams, which are loaded while the process runs. */
function withUpstreams(table: RouteTable, upstreams: Upstreams): RouteLookup {
  return {
    match: (method, path) => table.match(method, path) ?? upstreams.match(method, path),
    methodsOf: (path) => {
      const methods = table.methodsOf(path);
      return methods.length > 0 ? methods : upstreams.methodsOf(path);
    },
  };
}

/** Nest tells of routes that conflict in a list of several lines, with advice that would switch the check off. */
function asBootError(error: unknown): unknown {
  if (!(error instanceof Error) || error.constructor.name !== 'RouteConflictException') return error;
  const conflicts = [...error.message.matchAll(/^ {2}- (.+?)\.?$/gm)].map(([, conflict]) => conflict);
  return new BootError(`${conflicts.join('; ')}; give one of them another path.`, { cause: error });
}

function controllersOf(app: NestExpressApplication): (abstract new () => object)[] {
  return app
    .get(DiscoveryService, { strict: false })
    .getControllers()
    .map((wrapper) => wrapper.metatype as abstract new () => object);
}

function readLock(): Lock | null {
  try {
    return JSON.parse(readFileSync(packagePath('tools.lock.json'), 'utf8')) as Lock;
  } catch {
    return null;
  }
}

function serveDocuments(app: NestExpressApplication, document: OpenAPIObject): void {
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Duvo API reference',
    // A key is forgotten with the page: whoever sits at the computer next must not find it in the browser.
    swaggerOptions: { persistAuthorization: false, displayOperationId: true, filter: true },
  });
}

/** How long a request may take to arrive: time for 15 MiB over a slow line, and an end for one that never comes. */
const REQUEST_TIMEOUT_MS = 120_000;

function tuneServer(server: Server, config: Config): void {
  server.keepAliveTimeout = config.keepAliveTimeoutMs;
  server.headersTimeout = config.keepAliveTimeoutMs + 5000;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  // Without a listener Node says "100 Continue" at once, before anybody has looked at the credential.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    awaitContinue(request);
    server.emit('request', request, response);
  });
}
