import { hasScope } from '@app/auth';
import type { Role, Scope } from '@app/auth';
import { reachOf } from './permission-table';
import type { Permission, Reach } from './permission-table';

/** Of a caller what is judged. */
export interface JudgedCaller {
  /** `null`: not in the team. */
  readonly role: Role | null;
  /** `null`: not narrowed. */
  readonly scopes: readonly Scope[] | null;
}

/** Of an operation what a caller needs. */
export interface CallNeeds {
  /** `any`, or none: every valid credential. */
  readonly permission?: Permission | 'any';
  /** None: no scope is asked for. */
  readonly scope?: Scope;
}

/** What role and scopes say to a call. A call passes if both do; the scope is asked for first. */
export interface CallJudgement {
  readonly scope: { readonly passed: boolean };
  readonly permission: { readonly passed: boolean; readonly reach: Reach | null };
}

/** The one answer to "may this caller call that": the guard refuses by it, lists and explanations are made of it. */
export function judgeCall({ role, scopes }: JudgedCaller, { permission, scope }: CallNeeds): CallJudgement {
  const reach =
    role && (permission === undefined || permission === 'any' ? 'any' : reachOf(role, permission));
  return {
    scope: { passed: scope === undefined || hasScope(scopes, scope) },
    permission: { passed: reach !== null, reach },
  };
}
