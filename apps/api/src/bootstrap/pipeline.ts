import type { SecurityHeadersOptions } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request } from 'express';
import { AuthenticateMiddleware } from '@app/auth';
import type { Config } from '@app/config';
import { DashboardMiddleware } from '@app/dashboard-host';
import { McpEntryMiddleware, ToolCallMiddleware } from '@app/mcp';
import { AppUsageMiddleware, OAuthMiddleware } from '@app/oauth-server';
import { setRouteMatch } from '@app/permissions';
import type { RouteLookup } from '@app/permissions';
import { CallRecorder, requestIdMiddleware, Tracing } from '@app/telemetry';
import { Drain } from '../health/drain.service';
import { bodyMiddleware } from './body.middleware';
import { corsMiddleware } from './cors.middleware';
import { routeMiddleware } from './route.middleware';

/**
 * What a request passes before the router, in this order. Nothing here refuses for want of a credential, limit
 * or permission: that is for the guards, which run once per request, REST and tool call alike.
 */
export function usePipeline(app: NestExpressApplication, config: Config, table: () => RouteLookup): void {
  app.set('etag', false);
  app.set('x-powered-by', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', [...config.trustProxy]);
  app.useSecurityHeaders(securityHeaders(config));
  app.use(requestIdMiddleware);
  useTracing(app);
  app.use(app.get(CallRecorder).middleware);
  app.use(app.get(Drain).middleware);
  app.use(corsMiddleware(config));
  app.use(app.get(McpEntryMiddleware).handle);
  app.use(app.get(OAuthMiddleware).handle);
  app.use(app.get(DashboardMiddleware).handle);
  app.use(routeMiddleware(table));
  app.use('/v1', app.get(AuthenticateMiddleware).handle);
  app.use('/v1', app.get(AppUsageMiddleware).handle);
  app.use('/api', app.get(AuthenticateMiddleware).handle);
  app.use(bodyMiddleware());
  app.use(
    app.get(ToolCallMiddleware).handler((request: Request) => {
      setRouteMatch(request, table().match(request.method, request.path));
    }),
  );
}

/** Before everything that a span should cover. Without traces a request does not even pass by. */
function useTracing(app: NestExpressApplication): void {
  const { middleware } = app.get(Tracing, { strict: false });
  if (middleware) app.use(middleware);
}

/** Over plain http (development, loopback) a browser must not be told to go to https. */
function securityHeaders(config: Config): SecurityHeadersOptions {
  if (config.publicUrl.startsWith('https:')) return {};
  return {
    strictTransportSecurity: false,
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
  };
}
