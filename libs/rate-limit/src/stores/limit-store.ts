import type { CounterSpec, Decision } from '../counter';

/** Where counters live. */
export interface LimitStore {
  /**
   * Checks all counters of a call together and charges them only if every one allows it.
   * @returns one verdict per counter, in the order given
   */
  consume(counters: readonly CounterSpec[]): Promise<Decision>;
  /** The same answer without charging; `remaining` is what is left before the call. */
  peek(counters: readonly CounterSpec[]): Promise<Decision>;
}

/** Injection token of the LimitStore in use. */
export const LIMIT_STORE = Symbol('LIMIT_STORE');
