import type { Request } from 'express';
import { RequestSlot } from '@app/errors';
import type { ApiException } from '@app/errors';
import type { Principal } from './principal';

/**
 * Why there is no Principal. `missing` and `invalid` are 401, `store_down` 503, `address_limited` 429. `refused`:
 * the credential is good and its holder has no place here, which `error` says.
 */
export type AuthFailure =
  | { readonly reason: 'missing' }
  | { readonly reason: 'invalid'; readonly description: string }
  | { readonly reason: 'store_down' }
  | { readonly reason: 'refused'; readonly error: ApiException }
  | { readonly reason: 'address_limited'; readonly retryAfterMs: number };

type Outcome = { readonly principal: Principal } | { readonly failure: AuthFailure };

// Module-private, so that nothing but the authenticate middleware can hand a request a Principal.
const outcomes = new RequestSlot<Outcome>();

/** Records the outcome of authentication; called by the authenticate middleware only. */
export function setAuthentication(request: Request, outcome: Outcome): void {
  outcomes.set(request, outcome);
}

/** @returns the Principal, or `undefined` if the request has none (yet) */
export function principalOf(request: Request): Principal | undefined {
  const outcome = outcomes.get(request);
  return outcome && 'principal' in outcome ? outcome.principal : undefined;
}

/** @returns why the request has no Principal; `missing` where authentication never ran */
export function authFailureOf(request: Request): AuthFailure | undefined {
  const outcome = outcomes.get(request);
  if (!outcome) return { reason: 'missing' };
  return 'failure' in outcome ? outcome.failure : undefined;
}
