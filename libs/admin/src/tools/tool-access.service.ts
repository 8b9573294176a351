import { Injectable } from '@nestjs/common';
import { clientCredentialId } from '@app/auth';
import { ApiException } from '@app/errors';
import { ToolInspection } from '@app/mcp';
import { judgeCall, mayEverCall, ServedRoutes } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { CallLimits } from '@app/rate-limit';
import type { LimitedCaller } from '@app/rate-limit';
import {
  credentialCheck,
  membershipCheck,
  permissionCheck,
  rateLimitCheck,
  scopeCheck,
  viewBoundCheck,
} from './access-checks';
import { TeamCredentials } from './team-credentials.service';
import type { TeamCredential } from './team-credentials.service';
import type { ToolAccessView } from './tool-access.schemas';

/** Explains what would become of a tool call. It asks those who judge calls, and judges nothing itself. */
@Injectable()
export class ToolAccess {
  constructor(
    private readonly tools: ToolInspection,
    private readonly routes: ServedRoutes,
    private readonly credentials: TeamCredentials,
    private readonly limits: CallLimits,
  ) {}

  /** @throws ApiException not_found for an unknown tool, and for a credential that is not of the caller's team */
  async explain({ teamId }: CallerContext, name: string, credentialId: string): Promise<ToolAccessView> {
    const tool = this.tools.find(name);
    const policy = tool && this.routes.policyOf(tool.method, tool.path);
    if (!tool || !policy) throw new ApiException('not_found', { message: `There is no tool "${name}".` });
    const credential = await this.credentials.find(teamId, credentialId);
    if (!credential) {
      throw new ApiException('not_found', {
        message: `There is no API key and no connected app ${credentialId} in this team.`,
      });
    }
    const judgement = judgeCall(credential, policy);
    const isAlive = [credentialCheck(credential), membershipCheck(credential)];
    const isShown = viewBoundCheck(tool, this.tools.isWithinKey(tool, credential.mcpBound));
    const isAdmitted = [
      rateLimitCheck(await this.limits.refusalOf(toCaller(credential), policy)),
      scopeCheck(credential, policy, judgement),
      permissionCheck(credential, policy, judgement),
    ];
    const overRest = [...isAlive, ...isAdmitted].every(({ passed }) => passed);
    return {
      tool: tool.name,
      credential: toView(credential),
      listed: isShown.passed && isAlive.every(({ passed }) => passed) && mayBeListed(credential, policy),
      callable: isShown.passed && overRest,
      callable_over_rest: overRest,
      checks: [...isAlive, isShown, ...isAdmitted],
    };
  }
}

const mayBeListed = (credential: TeamCredential, policy: Parameters<typeof mayEverCall>[1]): boolean =>
  mayEverCall({ ...credential, credential: { type: principalTypeOf(credential) } }, policy);

const principalTypeOf = ({ type }: TeamCredential): 'api_key' | 'oauth' =>
  type === 'api_key' ? 'api_key' : 'oauth';

/** As the Principal of its calls is counted: an app by user, client and team. */
function toCaller(credential: TeamCredential): LimitedCaller {
  const { id, teamId, userId, role, clientId } = credential;
  return {
    teamId,
    userId,
    ...(role && { role }),
    credential: {
      type: principalTypeOf(credential),
      id: clientId === undefined ? id : clientCredentialId({ userId, clientId, teamId }),
      ...(clientId !== undefined && { clientId }),
    },
  };
}

function toView({ type, id, name, userId, role, scopes }: TeamCredential): ToolAccessView['credential'] {
  return { type, id, name, user_id: userId, role, scopes: [...scopes] };
}
