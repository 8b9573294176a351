import type { CounterSpec, CounterVerdict, Decision } from '../counter';
import { Deadline } from './deadline';
import type { LimitStore } from './limit-store';
import type { LimiterRedis } from './redis-connection';

const VALUES_PER_COUNTER = 3;

/** Counters in Redis, shared by all replicas: one round trip for all counters of a call. */
export class RedisLimitStore implements LimitStore {
  private readonly deadline: Deadline;

  /** @param answerWithinMs time a decision may take, in milliseconds; a frozen Redis is as good as none */
  constructor(
    private readonly redis: LimiterRedis,
    answerWithinMs: number,
  ) {
    this.deadline = new Deadline(answerWithinMs);
  }

  /** @throws if Redis does not answer in time or at all */
  consume(specs: readonly CounterSpec[]): Promise<Decision> {
    return this.decide(specs, '1');
  }

  /** @throws if Redis does not answer in time or at all */
  peek(specs: readonly CounterSpec[]): Promise<Decision> {
    return this.decide(specs, '0');
  }

  private decide(specs: readonly CounterSpec[], charge: '0' | '1'): Promise<Decision> {
    const keysAndValues: (string | number)[] = specs.map(({ key }) => key);
    keysAndValues.push(charge);
    for (const { kind, limit, windowSeconds, cost, shadow } of specs) {
      keysAndValues.push(kind, limit, windowSeconds, cost, shadow ? 1 : 0);
    }
    const reply = this.redis.consumeCounters(specs.length, ...keysAndValues);
    return this.deadline.guard(reply, (values) => toDecision(specs, values));
  }
}

function toDecision(specs: readonly CounterSpec[], reply: readonly number[]): Decision {
  const [nowMs = 0] = reply;
  let allowed = true;
  const counters = specs.map((spec, index): CounterVerdict => {
    const at = 1 + index * VALUES_PER_COUNTER;
    const retryAfterMs = reply[at] ?? 0;
    const resetAfterMs = reply[at + 2] ?? 0;
    const shadow = spec.shadow ?? false;
    if (retryAfterMs > 0 && !shadow) allowed = false;
    return {
      bucket: spec.bucket,
      allowed: retryAfterMs === 0,
      ruleId: spec.ruleId,
      shadow,
      limit: spec.limit,
      windowSeconds: spec.windowSeconds,
      remaining: reply[at + 1] ?? 0,
      retryAfterMs,
      resetAfterMs,
      resetAtMs: nowMs + resetAfterMs,
    };
  });
  return { allowed, counters };
}
