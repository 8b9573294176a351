import { hasScope } from '@app/auth';
import type { Principal } from '@app/auth';
import { reachOf } from './permission-table';
import type { Permission } from './permission-table';
import type { Scope } from '@app/auth';

/**
 * Whether a credential may ever call an operation: what a tool list shows. It is presentation; the guards
 * decide at the call. An API key cannot step up its scopes, an OAuth token can, so the tools of a missing scope
 * are hidden only for keys.
 */
export function mayEverCall(
  principal: Pick<Principal, 'role' | 'scopes'> & { credential: Pick<Principal['credential'], 'type'> },
  operation: { readonly permission: Permission | 'any'; readonly scope: Scope },
): boolean {
  if (operation.permission !== 'any' && !reachOf(principal.role, operation.permission)) return false;
  return principal.credential.type === 'oauth' || hasScope(principal.scopes, operation.scope);
}
