import type { CounterSpec, CounterVerdict, Decision } from '../counter';
import { withDeadline } from './deadline';
import type { LimitStore } from './limit-store';
import { ANSWER_WITHIN_MS } from './redis-connection';
import type { LimiterRedis } from './redis-connection';

const VALUES_PER_COUNTER = 3;

/** Counters in Redis, shared by all replicas: one round trip for all counters of a call. */
export class RedisLimitStore implements LimitStore {
  constructor(private readonly redis: LimiterRedis) {}

  /** @throws if Redis does not answer in time or at all */
  consume(specs: readonly CounterSpec[]): Promise<Decision> {
    return this.decide(specs, '1');
  }

  /** @throws if Redis does not answer in time or at all */
  peek(specs: readonly CounterSpec[]): Promise<Decision> {
    return this.decide(specs, '0');
  }

  private async decide(specs: readonly CounterSpec[], charge: '0' | '1'): Promise<Decision> {
    const keys: string[] = [];
    const values: (string | number)[] = [charge];
    for (const spec of specs) {
      keys.push(spec.key);
      values.push(spec.kind, spec.limit, spec.windowSeconds, spec.cost, spec.shadow ? 1 : 0);
    }
    const reply = this.redis.consumeCounters(keys.length, ...keys, ...values);
    return toDecision(specs, await withDeadline(reply, ANSWER_WITHIN_MS));
  }
}

function toDecision(specs: readonly CounterSpec[], reply: readonly number[]): Decision {
  const [nowMs = 0] = reply;
  const counters = specs.map((spec, index): CounterVerdict => {
    const at = 1 + index * VALUES_PER_COUNTER;
    const [retryAfterMs = 0, remaining = 0, resetAfterMs = 0] = reply.slice(at, at + VALUES_PER_COUNTER);
    return {
      bucket: spec.bucket,
      allowed: retryAfterMs === 0,
      ruleId: spec.ruleId,
      shadow: spec.shadow ?? false,
      limit: spec.limit,
      windowSeconds: spec.windowSeconds,
      remaining,
      retryAfterMs,
      resetAfterMs,
      resetAtMs: nowMs + resetAfterMs,
    };
  });
  return { allowed: counters.every((counter) => counter.allowed || counter.shadow), counters };
}
