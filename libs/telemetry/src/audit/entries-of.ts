import type { Request } from 'express';
import { principalOf } from '@app/auth';
import type { Principal } from '@app/auth';
import { errorOf, requestIdOf } from '@app/errors';
import { routeMatchOf } from '@app/permissions';
import type { RouteMatch } from '@app/permissions';
import { limitTraceOf } from '../limit-trace';
import { mcpTraceOf } from '../mcp-trace';
import { actsOf } from './acts';
import type { AuditAct } from './acts';
import type { AuditEntry, CallSource } from './audit.tables';
import { targetsOf } from './targets';

/** How a request went, as far as it does not tell itself. */
export interface RequestOutcome {
  /** Address of the client; it cannot be read from the request any more once the client is gone. */
  readonly ip: string;
  /** Status of the operation, which for a tool call is not that of the HTTP reply. */
  readonly status: number;
  /** Milliseconds. */
  readonly duration: number;
}

type Common = Pick<AuditEntry, 'requestId' | 'ip' | 'durationMs' | 'createdAt'>;

/**
 * @returns the entries that a request leaves in the audit trail. None: requests without a Principal, whose team
 * nobody knows, and what is neither an operation nor a change made by a signed-in browser.
 */
export function auditEntriesOf(request: Request, { ip, status, duration }: RequestOutcome): AuditEntry[] {
  const match = routeMatchOf(request);
  const principal = principalOf(request);
  const acts = actsOf(request);
  const isCall = principal !== undefined && match !== undefined && isAudited(match);
  if (!isCall && acts.length === 0) return [];
  const common = {
    requestId: requestIdOf(request),
    ip,
    durationMs: Math.round(duration),
    createdAt: new Date(),
  };
  const entries = acts.map((act) => entryOfAct(act, common));
  return isCall ? [...entries, entryOfCall(request, match, principal, { ...common, status })] : entries;
}

function entryOfCall(
  request: Request,
  match: RouteMatch,
  principal: Principal,
  common: Common & Pick<AuditEntry, 'status'>,
): AuditEntry {
  const limits = limitTraceOf(request);
  const { credential } = principal;
  return {
    ...common,
    teamId: principal.teamId,
    userId: principal.userId,
    credentialType: credential.type,
    credentialId: credential.id,
    clientId: credential.clientId ?? null,
    role: principal.role,
    source: sourceOf(principal, mcpTraceOf(request)?.tool !== undefined),
    operationId: match.route.policy.id,
    targets: targetsOf(request, match),
    errorCode: errorOf(request)?.code ?? null,
    cost: limits?.cost ?? match.route.policy.cost,
    refusedBucket: limits?.refusedBucket ?? null,
    refusedRuleId: limits?.refusedRuleId ?? null,
    shadowRefusals: limits?.shadowRefusals?.length ? limits.shadowRefusals : null,
  };
}

/** It was done, whatever became of the page that said so. */
function entryOfAct(act: AuditAct, common: Common): AuditEntry {
  return {
    ...common,
    teamId: act.teamId,
    userId: act.userId,
    credentialType: 'session',
    credentialId: act.sessionId,
    clientId: act.clientId ?? null,
    source: 'dashboard',
    operationId: act.operationId,
    targets: act.targets ?? {},
    status: 200,
    cost: 0,
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
