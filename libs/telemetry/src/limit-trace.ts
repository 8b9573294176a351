import type { Request } from 'express';
import { RequestSlot } from '@app/errors';

/** What the limiter decided about a call. */
export interface LimitTrace {
  /** Units that the call takes of every counter. */
  readonly cost: number;
  /** Bucket that refused the call. */
  readonly refusedBucket?: string | undefined;
  /** The rule that its limit comes from; `undefined`: the configured default. */
  readonly refusedRuleId?: string | undefined;
  /** Rules on trial that would have refused the call. */
  readonly shadowRefusals?: readonly string[] | undefined;
  /** What each counter said, by the name of its bucket; of a refused call only the one that refused it. */
  readonly counters?: readonly LimitTraceCounter[];
}

export interface LimitTraceCounter {
  readonly bucket: string;
  readonly verdict: 'allowed' | 'refused' | 'shadow_refused';
}

const traces = new RequestSlot<LimitTrace>();

/** Leaves the limiter's decision on the request, for the audit trail. */
export function setLimitTrace(request: Request, trace: LimitTrace): void {
  traces.set(request, trace);
}

/** @returns what the limiter decided, `undefined` if the request has not come to it */
export function limitTraceOf(request: Request): LimitTrace | undefined {
  return traces.get(request);
}
