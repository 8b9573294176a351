import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { CSRF_HEADER, principalOf, SessionCredential } from '@app/auth';
import type { Principal } from '@app/auth';
import { ApiException, RequestSlot } from '@app/errors';
import { judgeCall } from './judge-call';
import type { Reach } from './permission-table';
import type { OperationPolicy, SurfacePolicy } from './policy';
import { policyOf } from './policy-of';
import { ScopeChallenge } from './scope-challenge';

/** https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1 */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

const reaches = new RequestSlot<Reach>();

/** @returns how far the permission of the running operation reaches; services apply `own` to rows */
export function reachOfRequest(request: Request): Reach {
  return reaches.get(request) ?? 'own';
}

/** Answers from role and scope. Whether an item is the caller's own is for the service to say. */
@Injectable()
export class PermissionsGuard implements CanActivate {
  constructor(
    private readonly challenge: ScopeChallenge,
    private readonly session: SessionCredential,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const policy = policyOf(context);
    if (policy.kind === 'surface' && policy.access !== 'session') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const principal = principalOf(request);
    if (!principal) return false;
    if (policy.kind === 'surface') {
      this.requireOurPage(request);
      if (!policy.permission) return true;
    }
    reaches.set(request, this.requireAllowed(principal, policy));
    return true;
  }

  private requireAllowed(principal: Principal, policy: OperationPolicy | SurfacePolicy): Reach {
    const { scope, permission } = judgeCall(principal, policy);
    if (!scope.passed && policy.kind === 'operation') throw this.insufficientScope(policy);
    if (permission.reach) return permission.reach;
    throw new ApiException('forbidden', {
      message: `${policy.id} needs the permission ${policy.permission}, which the role ${principal.role} lacks.`,
    });
  }

  private insufficientScope({ id, scope }: OperationPolicy): ApiException {
    return new ApiException('insufficient_scope', {
      message: `${id} needs the scope ${scope}.`,
      headers: {
        'www-authenticate': this.challenge.insufficientScope(scope),
        'cache-control': 'no-store',
      },
    });
  }

  /** Another site can have the browser send the cookie, but it cannot know the token. */
  private requireOurPage(request: Request): void {
    if (SAFE_METHODS.has(request.method) || this.session.isFromOurPage(request)) return;
    throw new ApiException('forbidden', {
      message: `Send the CSRF token of the session in the header ${CSRF_HEADER}.`,
    });
  }
}
