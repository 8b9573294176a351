import type { Principal } from '@app/auth';
import { judgeCall } from './judge-call';
import type { CallNeeds, JudgedCaller } from './judge-call';

/**
 * Whether a credential may ever call an operation: what a tool list shows. It is presentation; the guards
 * decide at the call. An API key cannot step up its scopes, an OAuth token can, so the tools of a missing scope
 * are hidden only for keys.
 */
export function mayEverCall(
  caller: JudgedCaller & { readonly credential: Pick<Principal['credential'], 'type'> },
  operation: CallNeeds,
): boolean {
  const { scope, permission } = judgeCall(caller, operation);
  return permission.passed && (scope.passed || caller.credential.type === 'oauth');
}
