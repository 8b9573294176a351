import type { StoreFailureMode } from '@app/config';

/**
 * `window`: at most `limit` in any window; for everything that belongs to a Principal. `gcra`: `limit` is the
 * burst and limit ÷ window the refill; for addresses, because it needs one number per counter.
 */
export type CounterKind = 'window' | 'gcra';

/** One counter that a call has to pass. */
export interface CounterSpec {
  /** Name that clients see, e.g. `api`. */
  readonly bucket: string;
  /** Storage key. All keys of one call carry the same hash tag, which keeps the call legal in Redis Cluster. */
  readonly key: string;
  readonly kind: CounterKind;
  /** Units per window, a whole number; 0 refuses every call. */
  readonly limit: number;
  /** Whole seconds, at least 1. */
  readonly windowSeconds: number;
  /** Units this call takes, a whole number. A cost above the limit takes the whole limit. */
  readonly cost: number;
  /** What happens while the shared store is lost. @default 'local' */
  readonly onStoreFailure?: StoreFailureMode;
  /** The rule that the limit comes from; `undefined`: the configured default. */
  readonly ruleId?: string;
  /** A rule on trial: it counts what it would admit, and refuses nothing. @default false */
  readonly shadow?: boolean;
}

/** What one counter says about a call. */
export interface CounterVerdict {
  readonly bucket: string;
  readonly allowed: boolean;
  readonly ruleId: string | undefined;
  /** Whether the counter is on trial: what it refuses is refused by nobody. */
  readonly shadow: boolean;
  readonly limit: number;
  readonly windowSeconds: number;
  /** Units left after this call. */
  readonly remaining: number;
  /** Milliseconds until this call would be admitted by this counter; 0 if it is allowed. */
  readonly retryAfterMs: number;
  /** Milliseconds until more quota exists; 0 if all of it does. */
  readonly resetAfterMs: number;
  /** The same instant as unix time in milliseconds, by the clock of the store. */
  readonly resetAtMs: number;
}

/** Answer to one call. If any counter refuses that is not on trial, none has been charged. */
export interface Decision {
  readonly allowed: boolean;
  /** In the order of the specs. */
  readonly counters: readonly CounterVerdict[];
}

/**
 * @returns the counter that decides how long a refused call has to wait, the first of the longest waits;
 * `undefined` if the call is allowed
 */
export function refusingCounter(decision: Decision): CounterVerdict | undefined {
  let longest: CounterVerdict | undefined;
  for (const counter of decision.counters) {
    if (counter.allowed || counter.shadow) continue;
    if (!longest || counter.retryAfterMs > longest.retryAfterMs) longest = counter;
  }
  return longest;
}

/** @returns the rules on trial that would have refused the call */
export function shadowRefusals(decision: Decision): string[] {
  return decision.counters.flatMap(({ allowed, shadow, ruleId }) =>
    shadow && !allowed && ruleId !== undefined ? [ruleId] : [],
  );
}
