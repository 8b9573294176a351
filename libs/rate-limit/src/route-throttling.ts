import type { ExecutionContext } from '@nestjs/common';

const THROTTLER_METADATA = 'THROTTLER:';

/**
 * Knows which routes carry decorators of `@nestjs/throttler`. Hardly any does, and looking for each of its six
 * kinds of metadata costs more than the rest of the guard; so a route is looked at once.
 */
export class RouteThrottling {
  private readonly known = new WeakMap<object, WeakMap<object, boolean>>();

  /** @returns whether method or class of the route has `@Throttle` or `@SkipThrottle` */
  isSetOn(context: ExecutionContext): boolean {
    const owner = context.getClass();
    const handler = context.getHandler();
    let handlers = this.known.get(owner);
    if (!handlers) this.known.set(owner, (handlers = new WeakMap()));
    let isSet = handlers.get(handler);
    if (isSet === undefined) handlers.set(handler, (isSet = hasThrottler(handler) || hasThrottler(owner)));
    return isSet;
  }
}

const hasThrottler = (target: object): boolean =>
  Reflect.getMetadataKeys(target).some((key) => String(key).startsWith(THROTTLER_METADATA));
