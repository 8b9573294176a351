import { ROLES } from '@app/auth';
import type { Role } from '@app/auth';
import { ApiException } from '@app/errors';
import { reachOf } from '@app/permissions';

/** Nobody gives or takes what is above themselves. @throws ApiException role_too_high */
export function requireNotAbove(own: Role, ...roles: readonly Role[]): void {
  if (roles.some((role) => isAbove(role, own))) throw new ApiException('role_too_high');
}

/** @returns the roles that somebody of a role can invite nobody to */
export function rolesBeyond(own: Role): readonly Role[] {
  return reachOf(own, 'members:invite') ? ROLES.filter((role) => isAbove(role, own)) : ROLES;
}

const isAbove = (role: Role, other: Role): boolean => ROLES.indexOf(role) < ROLES.indexOf(other);
