import type { ExecutionContext } from '@nestjs/common';
import { ROUTE_POLICY } from './operation.decorator';
import type { RoutePolicy } from './policy';

/**
 * The one way a guard learns the policy of the route it protects.
 * @throws if the route has none; the boot check makes that impossible for a served route
 */
export function policyOf(context: ExecutionContext): RoutePolicy {
  const policy = Reflect.getMetadata(ROUTE_POLICY, context.getHandler()) as RoutePolicy | undefined;
  if (!policy) throw new Error(`${context.getClass().name} serves a route without @Operation or @Surface`);
  return policy;
}
