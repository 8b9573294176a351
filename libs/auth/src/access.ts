import { SetMetadata } from '@nestjs/common';

/**
 * What a route asks for before anything else. `credential`: API key, OAuth token or, where it is accepted, the
 * browser session. `session`: only the browser session. `public`: nothing.
 */
export type RouteAccess = 'credential' | 'session' | 'public';

export const ROUTE_ACCESS = 'duvo:access';

/** Set by `@Operation` and `@Surface`; never used on its own. A route without it asks for a credential. */
export const Access = (access: RouteAccess): MethodDecorator & ClassDecorator =>
  SetMetadata(ROUTE_ACCESS, access);
