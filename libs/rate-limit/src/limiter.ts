import { Inject, Injectable } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import type { CounterSpec, Decision } from './counter';
import { LIMIT_STORE } from './stores/limit-store';
import type { LimitStore } from './stores/limit-store';

type ThrottlerRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/**
 * The limiter as the rest of the code base uses it, and at the same time the storage of `@nestjs/throttler`, so
 * that guards and decorators written for that module work with the same counters.
 */
@Injectable()
export class Limiter implements ThrottlerStorage {
  constructor(@Inject(LIMIT_STORE) private readonly store: LimitStore) {}

  /** Checks all counters and charges them only if every one allows it. Never rejects. */
  consume(counters: readonly CounterSpec[]): Promise<Decision> {
    return this.store.consume(counters);
  }

  /** What `consume` would answer; charges nothing. */
  peek(counters: readonly CounterSpec[]): Promise<Decision> {
    return this.store.peek(counters);
  }

  /**
   * One hit on one counter, as the throttler asks for it.
   * @param ttl window in milliseconds; rounded up to whole seconds
   * @param _blockDuration not used: a sliding window gives units back one by one
   * @returns hits, and waits in seconds
   */
  async increment(
    key: string,
    ttl: number,
    limit: number,
    _blockDuration: number,
    throttlerName: string,
  ): Promise<ThrottlerRecord> {
    const windowSeconds = Math.max(1, Math.ceil(ttl / 1000));
    const { counters } = await this.store.consume([
      {
        bucket: throttlerName,
        key: `rl:{${key}}:${throttlerName}`,
        kind: 'window',
        limit: Math.max(0, Math.floor(limit)),
        windowSeconds,
        cost: 1,
      },
    ]);
    const { allowed = false, remaining = 0, resetAfterMs = 0, retryAfterMs = 0 } = counters[0] ?? {};
    return {
      totalHits: limit - remaining + (allowed ? 0 : 1),
      timeToExpire: Math.ceil(resetAfterMs / 1000),
      isBlocked: !allowed,
      timeToBlockExpire: Math.ceil(retryAfterMs / 1000),
    };
  }
}
