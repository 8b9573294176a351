import { Injectable } from '@nestjs/common';
import { ROLES, TeamMembers } from '@app/auth';
import type { Role } from '@app/auth';
import { ApiException } from '@app/errors';
import { reachOf } from '@app/permissions';
import type { CallerContext, Permission } from '@app/permissions';

/** The role that a caller has while the team is held: what the guard saw may be some seconds old. */
@Injectable()
export class Standing {
  constructor(private readonly members: TeamMembers) {}

  /** @throws ApiException forbidden for whoever has lost the permission meanwhile */
  async roleOf({ teamId, userId }: CallerContext, permission: Permission): Promise<Role> {
    const role = (await this.members.find(teamId, userId))?.role;
    if (role && reachOf(role, permission)) return role;
    throw new ApiException('forbidden', { message: `Your role has changed; this needs ${permission}.` });
  }
}

/** Nobody gives or takes what is above themselves. @throws ApiException role_too_high */
export function requireNotAbove(own: Role, ...roles: readonly Role[]): void {
  if (roles.some((role) => isAbove(role, own))) throw new ApiException('role_too_high');
}

/** @returns the roles that somebody of a role can invite nobody to */
export function rolesBeyond(own: Role): readonly Role[] {
  return reachOf(own, 'members:invite') ? ROLES.filter((role) => isAbove(role, own)) : ROLES;
}

const isAbove = (role: Role, other: Role): boolean => ROLES.indexOf(role) < ROLES.indexOf(other);
