import type { IncomingMessage } from 'node:http';

/**
 * One value per request, readable only through the slot: its symbol is never handed out, so nothing but the
 * module that owns the slot can set it. A WeakMap would do the same, at several times the cost per call.
 */
export class RequestSlot<T> {
  private readonly key = Symbol('request slot');

  /** @returns the value left on the request, if there is one */
  get(request: IncomingMessage): T | undefined {
    return (request as unknown as Record<symbol, T | undefined>)[this.key];
  }

  set(request: IncomingMessage, value: T | undefined): void {
    (request as unknown as Record<symbol, T | undefined>)[this.key] = value;
  }
}
