import { ROLES } from '@app/auth';
import type { Role } from '@app/auth';

/** How far a permission reaches: every item of the team, or only what is the caller's own. */
export type Reach = 'any' | 'own';

const any = 'any';
const own = 'own';
const no = null;

type Row = readonly [...(Reach | null)[]] & { readonly length: 6 };

// One row per permission; columns in the order of ROLES: owner, admin, manager, builder, member, viewer.
const TABLE = {
  'team:read': [any, any, any, any, any, any],
  'members:read': [any, any, any, any, any, any],
  'agents:read': [any, any, any, any, any, any],
  'queues:read': [any, any, any, any, any, any],
  'cases:read': [any, any, any, any, any, any],
  'skills:read': [any, any, any, any, any, any],
  'plugins:read': [any, any, any, any, any, any],
  'agents:create': [any, any, any, any, no, no],
  'agents:update': [any, any, any, own, no, no],
  'runs:start': [any, any, any, any, any, no],
  'sandboxes:use': [any, any, any, any, any, no],
  'connections:read': [any, any, any, any, any, no],
  'runs:read': [any, any, any, own, own, no],
  'runs:control': [any, any, any, own, own, no],
  'human_requests:respond': [any, any, any, own, own, no],
  'files:read': [any, any, any, any, any, no],
  'files:write': [any, any, any, any, any, no],
  'queues:manage': [any, any, any, no, no, no],
  'cases:delete': [any, any, any, no, no, no],
  'cases:create': [any, any, any, any, any, no],
  'cases:label': [any, any, any, any, any, no],
  'cases:update': [any, any, any, own, no, no],
  'cases:delegate': [any, any, any, own, no, no],
  'skills:manage': [any, any, any, any, no, no],
  'connected_apps:manage': [any, any, own, own, own, own],
  'api_keys:manage': [any, any, own, own, own, no],
  'connections:create': [any, any, any, any, any, no],
  'members:invite': [any, any, any, no, no, no],
  'members:update_role': [any, any, any, no, no, no],
  'members:remove': [any, any, no, no, no, no],
  'team:manage': [any, any, no, no, no, no],
  'rate_limits:manage': [any, any, no, no, no, no],
  'audit:read': [any, any, no, no, no, no],
  'tools:read': [any, any, no, no, no, no],
  'owner_role:assign': [any, no, no, no, no, no],
} as const satisfies Record<string, Row>;

export type Permission = keyof typeof TABLE;
export const PERMISSIONS = Object.keys(TABLE) as Permission[];

/**
 * The one answer to "may this role do that".
 * @returns how far the permission reaches for the role, or `null` if the role lacks it
 */
export function reachOf(role: Role, permission: Permission): Reach | null {
  return TABLE[permission][ROLES.indexOf(role)] ?? null;
}

/** @returns the permissions of a role with their reach, in table order */
export function permissionsOf(role: Role): { name: Permission; scope: Reach }[] {
  return PERMISSIONS.flatMap((name) => {
    const scope = reachOf(role, name);
    return scope ? [{ name, scope }] : [];
  });
}
