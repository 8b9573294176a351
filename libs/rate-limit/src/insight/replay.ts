import { windowArithmetic } from '../arithmetic/window';
import type { Cell } from '../arithmetic/window';

/** A call as it is played back. */
export interface ReplayedCall {
  /** Unix time in microseconds. */
  readonly atUs: number;
  readonly cost: number;
  /** Whose counter it goes to: a credential, a user or the team. */
  readonly subjectId: string;
}

/**
 * Plays calls back, oldest first, against a limit, by the arithmetic that the limiter itself decides with. A refused
 * call is not charged.
 */
export class Replay {
  private readonly states = new Map<string, readonly Cell[]>();

  constructor(private readonly quota: { readonly limit: number; readonly windowSeconds: number }) {}

  /** @returns whether the limit admits the call */
  admits({ atUs, cost, subjectId }: ReplayedCall): boolean {
    const quota = { ...this.quota, cost };
    const state = this.states.get(subjectId);
    if (windowArithmetic.wait(state, quota, atUs) > 0) return false;
    this.states.set(subjectId, windowArithmetic.spend(state, quota, atUs));
    return true;
  }
}
