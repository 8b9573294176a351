import type { ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { ROUTE_POLICY } from './operation.decorator';
import type { RoutePolicy } from './policy';
import { routeMatchOf } from './route-table';

/**
 * The one way a guard learns the policy of the route it protects: what the decorator of the handler says, or, where
 * one handler serves routes that are loaded while the process runs, what was loaded with the route that it is about
 * to serve. No guard knows which of the two it has before it.
 *
 * @throws if the route has none; the boot check makes that impossible for a served route
 */
export function policyOf(context: ExecutionContext): RoutePolicy {
  const policy = Reflect.getMetadata(ROUTE_POLICY, context.getHandler()) as RoutePolicy | undefined;
  if (!policy) throw new Error(`${context.getClass().name} serves a route without @Operation or @Surface`);
  if (policy.kind === 'operation' || !policy.loaded) return policy;
  return routeMatchOf(context.switchToHttp().getRequest<Request>())?.route.policy ?? policy;
}
