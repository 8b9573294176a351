import type { CounterSpec, CounterVerdict, Decision } from '../counter';
import type { LimitStore } from './limit-store';

/** What a refusal for want of the store tells the client to wait. */
export const DENY_RETRY_MS = 1000;

/**
 * Decides while the shared store is lost: in this process, each with its share of the limit, so that all of them
 * together admit about the limit. Calls with a counter that must not be guessed are refused.
 */
export class DegradedLimitStore implements LimitStore {
  /**
   * @param local counters of this process
   * @param instances number of processes that share the limits
   */
  constructor(
    private readonly local: LimitStore,
    private readonly instances: () => number,
  ) {}

  consume(specs: readonly CounterSpec[]): Promise<Decision> {
    if (specs.some(mustDeny)) return this.deny(specs);
    return this.local.consume(this.shareOf(specs));
  }

  peek(specs: readonly CounterSpec[]): Promise<Decision> {
    if (specs.some(mustDeny)) return this.deny(specs);
    return this.local.peek(this.shareOf(specs));
  }

  private shareOf(specs: readonly CounterSpec[]): readonly CounterSpec[] {
    const instances = this.instances();
    if (instances <= 1) return specs;
    return specs.map((spec) => ({ ...spec, limit: shareOf(spec.limit, instances) }));
  }

  private async deny(specs: readonly CounterSpec[]): Promise<Decision> {
    const { counters } = await this.local.peek(this.shareOf(specs));
    const denied = counters.map((counter, index) => (mustDeny(specs[index]) ? refusalOf(counter) : counter));
    return { allowed: false, counters: denied };
  }
}

const mustDeny = (spec: CounterSpec | undefined): boolean => spec?.onStoreFailure === 'deny';

/** A limit of 0 stays 0; every other leaves at least one unit per process. */
const shareOf = (limit: number, instances: number): number =>
  limit <= 0 ? 0 : Math.max(1, Math.floor(limit / instances));

function refusalOf(counter: CounterVerdict): CounterVerdict {
  const wait = Math.max(DENY_RETRY_MS, counter.retryAfterMs);
  const nowMs = counter.resetAtMs - counter.resetAfterMs;
  return {
    ...counter,
    allowed: false,
    remaining: 0,
    retryAfterMs: wait,
    resetAfterMs: wait,
    resetAtMs: nowMs + wait,
  };
}
