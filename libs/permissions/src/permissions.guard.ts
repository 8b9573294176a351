import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { hasScope, principalOf } from '@app/auth';
import type { Principal } from '@app/auth';
import { ApiException, RequestSlot } from '@app/errors';
import { reachOf } from './permission-table';
import type { Reach } from './permission-table';
import type { OperationPolicy } from './policy';
import { policyOf } from './policy-of';
import { ScopeChallenge } from './scope-challenge';

const reaches = new RequestSlot<Reach>();

/** @returns how far the permission of the running operation reaches; services apply `own` to rows */
export function reachOfRequest(request: Request): Reach {
  return reaches.get(request) ?? 'own';
}

/** Answers from role and scope. Whether an item is the caller's own is for the service to say. */
@Injectable()
export class PermissionsGuard implements CanActivate {
  constructor(private readonly challenge: ScopeChallenge) {}

  canActivate(context: ExecutionContext): boolean {
    const policy = policyOf(context);
    if (policy.kind === 'surface') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const principal = principalOf(request);
    if (!principal) return false;
    this.requireScope(principal, policy);
    reaches.set(request, this.requirePermission(principal, policy));
    return true;
  }

  private requireScope(principal: Principal, policy: OperationPolicy): void {
    if (hasScope(principal.scopes, policy.scope)) return;
    throw new ApiException('insufficient_scope', {
      message: `${policy.id} needs the scope ${policy.scope}.`,
      headers: {
        'www-authenticate': this.challenge.insufficientScope(policy.scope),
        'cache-control': 'no-store',
      },
    });
  }

  private requirePermission(principal: Principal, policy: OperationPolicy): Reach {
    if (policy.permission === 'any') return 'any';
    const reach = reachOf(principal.role, policy.permission);
    if (reach) return reach;
    throw new ApiException('forbidden', {
      message: `${policy.id} needs the permission ${policy.permission}, which the role ${principal.role} lacks.`,
    });
  }
}
