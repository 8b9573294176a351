import type { CounterSpec } from '../counter';

/** The part of a counter that the arithmetic needs. */
export type Quota = Pick<CounterSpec, 'limit' | 'windowSeconds' | 'cost'>;

export interface Level {
  /** Units left. */
  readonly remaining: number;
  /** Microseconds until more is left; 0 if nothing is used. */
  readonly resetUs: number;
}

/**
 * The rules of one kind of counter as pure functions. Times are microseconds; all numbers are whole, so the Lua
 * script and this code agree to the last digit.
 */
export interface Arithmetic<State> {
  /** @returns microseconds until the call is admitted; 0 means now */
  wait(state: State | undefined, quota: Quota, nowUs: number): number;
  /** @returns the state after the call has been admitted */
  spend(state: State | undefined, quota: Quota, nowUs: number): State;
  level(state: State | undefined, quota: Quota, nowUs: number): Level;
  /** @returns microseconds after which the state says nothing any more */
  lifetime(state: State, quota: Quota, nowUs: number): number;
}

export const SECOND_US = 1_000_000;

/** Units a call takes. A call dearer than the whole limit would never pass, so it takes all there is. */
export const chargeOf = (quota: Quota): number => Math.min(quota.cost, quota.limit);
