import type { CredentialFault } from '@app/auth';
import type { InspectedTool } from '@app/mcp';
import type { CallJudgement } from '@app/permissions';
import type { LimitRefusal } from '@app/rate-limit';
import type { TeamCredential } from './team-credentials.service';
import type { AccessCheck } from './tool-access.schemas';
import { rolesOf } from './tools.schemas';

const at = (time: Date | null): string => time?.toISOString().slice(0, 19).concat('Z') ?? 'once';
const kindOf = ({ type }: TeamCredential): string => (type === 'api_key' ? 'key' : 'app');

/** Whether the credential opens anything at all. */
export function credentialCheck(credential: TeamCredential): AccessCheck {
  const fault = credential.faults.find((found) => found !== 'owner_left');
  return {
    check: 'credential',
    passed: fault === undefined,
    message: fault ? DEAD[fault](credential) : aliveMessage(credential),
  };
}

function aliveMessage({ type, expiresAt, oldSecretUntil }: TeamCredential): string {
  if (type === 'connected_app') return 'The app is connected.';
  const end = expiresAt ? `The key can be used until ${at(expiresAt)}.` : 'The key can be used.';
  return oldSecretUntil
    ? `${end} It was rotated: its old secret is taken until ${at(oldSecretUntil)} and no longer.`
    : end;
}

const DEAD: Readonly<Record<Exclude<CredentialFault, 'owner_left'>, (credential: TeamCredential) => string>> =
  {
    revoked: ({ type, revokedAt }) =>
      type === 'api_key'
        ? `The key was revoked at ${at(revokedAt)}, for good. Make another key under API keys.`
        : `The app was disconnected at ${at(revokedAt)}. Connect it again from the host.`,
    expired: ({ expiresAt }) =>
      `The key expired at ${at(expiresAt)}. Make another key with a later end under API keys.`,
    owner_disabled: () =>
      'The account of its owner is disabled. Ask whoever runs the server to enable it, or use a credential of somebody else.',
  };

export function membershipCheck(credential: TeamCredential): AccessCheck {
  const passed = !credential.faults.includes('owner_left');
  const message = passed
    ? `Its owner is in the team, as ${String(credential.role)}.`
    : `Its owner is no longer in the team. Let somebody who is make another ${kindOf(credential) === 'key' ? 'key' : 'connection'}.`;
  return { check: 'membership', passed, message };
}

/** The bound narrows what hosts are shown, and no REST request. */
export function viewBoundCheck({ isWithinBound }: InspectedTool, isWithinKey: boolean): AccessCheck {
  const message = !isWithinBound
    ? 'The bound of the server (MCP_BOUND) keeps the tool from all hosts. Ask whoever runs the server to widen it, or call it over REST.'
    : !isWithinKey
      ? 'The bound of the key keeps the tool from hosts that use it. Widen it under API keys, or call the tool over REST.'
      : 'The server shows the tool to hosts. A host whose URL asks for less (?toolsets=, ?tools=, ?readonly=1) can still leave it out.';
  return { check: 'view_bound', passed: isWithinBound && isWithinKey, message };
}

export function rateLimitCheck(refusal: LimitRefusal | undefined): AccessCheck {
  const message = refusal
    ? `The bucket ${refusal.bucket} is used up until ${at(refusal.until)}. The limit is ${refusal.because} Wait until then, or raise it under Rate limits.`
    : 'No limit refuses the call now.';
  return { check: 'rate_limit', passed: refusal === undefined, message };
}

export function scopeCheck(
  credential: TeamCredential,
  { scope }: Pick<InspectedTool, 'scope'>,
  { scope: { passed } }: CallJudgement,
): AccessCheck {
  const has = `${credential.scopes.join(' and ') || 'none'}`;
  if (passed) return { check: 'scope', passed, message: `The tool needs the scope ${scope}, which it has.` };
  const lacks = `The tool needs the scope ${scope}; the ${kindOf(credential)} has ${has}.`;
  const remedy =
    credential.type === 'api_key'
      ? 'The scopes of a key stay as they are: make another key that has it.'
      : 'Let the host ask for it, which a refused call tells it to do, and approve it; or connect the app again.';
  return { check: 'scope', passed, message: `${lacks} ${remedy}` };
}

export function permissionCheck(
  { role }: TeamCredential,
  tool: Pick<InspectedTool, 'permission'>,
  { permission: { passed, reach } }: CallJudgement,
): AccessCheck {
  return { check: 'permission', passed, message: permissionMessage() };

  function permissionMessage(): string {
    if (role === null) return 'Whoever is not in the team has no role in it. Invite its owner again.';
    if (tool.permission === 'any') return 'Every role may call it.';
    if (reach === 'any') return `The role ${role} has the permission ${tool.permission}.`;
    if (reach === 'own')
      return `The role ${role} has the permission ${tool.permission} on what is its owner's own; on anything else the call is refused.`;
    const roles = rolesOf(tool).map((entry) => entry.role);
    return `The role ${role} lacks the permission ${tool.permission}, which ${roles.join(', ')} have. Give its owner one of these roles under Members, or use a credential of somebody who has one.`;
  }
}
