import type { Request } from 'express';
import { principalOf } from '@app/auth';
import type { Principal } from '@app/auth';
import { errorOf, requestIdOf } from '@app/errors';
import { routeMatchOf } from '@app/permissions';
import type { RouteMatch } from '@app/permissions';
import { limitTraceOf } from '../limit-trace';
import { mcpTraceOf } from '../mcp-trace';
import type { AuditEntry, CallSource } from './audit.tables';
import { targetsOf } from './targets';

/** How a call went, as far as the request itself does not tell. */
export interface CallFacts {
  /** Address of the client; it cannot be read from the request any more once the client is gone. */
  readonly ip: string;
  /** Status of the operation, which for a tool call is not that of the HTTP reply. */
  readonly status: number;
  /** Milliseconds. */
  readonly duration: number;
}

/**
 * @returns the entry of a request for the audit trail; `undefined` for one that leaves none: those without a
 * Principal, whose team nobody knows, and what is neither an operation nor a change made by a signed-in browser
 */
export function auditEntryOf(request: Request, { ip, status, duration }: CallFacts): AuditEntry | undefined {
  const match = routeMatchOf(request);
  const principal = principalOf(request);
  if (!principal || !match || !isAudited(match)) return undefined;
  const limits = limitTraceOf(request);
  const { credential } = principal;
  return {
    teamId: principal.teamId,
    userId: principal.userId,
    credentialType: credential.type,
    credentialId: credential.id,
    clientId: credential.clientId ?? null,
    role: principal.role,
    source: sourceOf(principal, mcpTraceOf(request)?.tool !== undefined),
    operationId: match.route.policy.id,
    targets: targetsOf(request, match),
    status,
    errorCode: errorOf(request)?.code ?? null,
    cost: limits?.cost ?? match.route.policy.cost,
    refusedBucket: limits?.refusedBucket ?? null,
    refusedRuleId: limits?.refusedRuleId ?? null,
    shadowRefusals: limits?.shadowRefusals?.length ? limits.shadowRefusals : null,
    requestId: requestIdOf(request),
    ip,
    durationMs: Math.round(duration),
    createdAt: new Date(),
  };
}

function isAudited({ route: { policy, method } }: RouteMatch): boolean {
  if (policy.kind === 'operation') return true;
  return policy.access === 'session' && method !== 'GET';
}

function sourceOf(principal: Principal, viaMcp: boolean): CallSource {
  if (viaMcp) return 'mcp';
  return principal.credential.type === 'session' ? 'dashboard' : 'api';
}
