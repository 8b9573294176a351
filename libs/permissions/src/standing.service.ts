import { Injectable } from '@nestjs/common';
import { TeamMembers } from '@app/auth';
import type { Role } from '@app/auth';
import { ApiException } from '@app/errors';
import type { CallerContext } from './caller.decorator';
import { reachOf } from './permission-table';
import type { Permission } from './permission-table';

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
