import type { Arithmetic } from '../arithmetic/arithmetic';
import type { CounterSpec, CounterVerdict } from '../counter';
import { BoundedMap } from './bounded-map';

/** The counters of one kind, in memory. */
export class LocalCounters<State> {
  private readonly states: BoundedMap<State>;

  constructor(
    private readonly arithmetic: Arithmetic<State>,
    capacity: number,
  ) {
    this.states = new BoundedMap(capacity);
  }

  get size(): number {
    return this.states.size;
  }

  wait(spec: CounterSpec, nowUs: number): number {
    return this.arithmetic.wait(this.states.get(spec.key, nowUs), spec, nowUs);
  }

  spend(spec: CounterSpec, nowUs: number): void {
    if (spec.cost <= 0) return;
    const state = this.arithmetic.spend(this.states.get(spec.key, nowUs), spec, nowUs);
    this.states.set(spec.key, state, nowUs + this.arithmetic.lifetime(state, spec, nowUs), nowUs);
  }

  verdict(spec: CounterSpec, nowUs: number, waitUs: number): CounterVerdict {
    const { remaining, resetUs } = this.arithmetic.level(this.states.get(spec.key, nowUs), spec, nowUs);
    const resetAfterMs = Math.ceil(resetUs / 1000);
    return {
      bucket: spec.bucket,
      allowed: waitUs === 0,
      ruleId: spec.ruleId,
      shadow: spec.shadow ?? false,
      limit: spec.limit,
      windowSeconds: spec.windowSeconds,
      remaining,
      retryAfterMs: Math.ceil(waitUs / 1000),
      resetAfterMs,
      resetAtMs: Math.floor(nowUs / 1000) + resetAfterMs,
    };
  }
}
