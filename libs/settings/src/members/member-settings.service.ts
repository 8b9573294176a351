import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Invites, TeamDirectory, TeamMembers } from '@app/auth';
import type { Member } from '@app/auth';
import { ApiException } from '@app/errors';
import { Standing } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { StepUp } from '../step-up/step-up.service';
import { toMemberView } from './members.schemas';
import type { ChangeRoleBody, MembersQuery, MembersView, MemberView } from './members.schemas';
import { requireNotAbove, rolesBeyond } from './role-order';

const DONE = { success: true } as const;

/** The people of the team in which the session acts. */
@Injectable()
export class MemberSettings {
  constructor(
    private readonly directory: TeamDirectory,
    private readonly members: TeamMembers,
    private readonly invites: Invites,
    private readonly standing: Standing,
    private readonly stepUp: StepUp,
  ) {}

  async list({ teamId }: CallerContext, { search, ...page }: MembersQuery): Promise<MembersView> {
    const { members, total } = await this.directory.members(teamId, { search }, page);
    return { members: members.map(toMemberView), total, ...page };
  }

  /** @throws ApiException not_found, role_too_high, last_owner, forbidden */
  changeRole(
    caller: CallerContext,
    userId: string,
    { role }: ChangeRoleBody,
  ): Promise<{ member: MemberView }> {
    const { teamId } = caller;
    return this.members.hold(teamId, async () => {
      const own = await this.standing.roleOf(caller, 'members:update_role');
      const member = await this.memberOf(caller, userId);
      requireNotAbove(own, member.role, role);
      if (role !== 'owner') await this.requireOtherOwner(caller, member);
      if (role !== member.role) {
        await this.members.setRole(teamId, userId, role);
        await this.invites.withdraw(teamId, userId, rolesBeyond(role));
      }
      return { member: toMemberView({ ...member, role }) };
    });
  }

  /** @throws ApiException step_up_required, since keys end with it; not_found, role_too_high, last_owner, forbidden */
  async remove(caller: CallerContext, request: Request, userId: string): Promise<typeof DONE> {
    await this.stepUp.require(request);
    const { teamId } = caller;
    return this.members.hold(teamId, async () => {
      const own = await this.standing.roleOf(caller, 'members:remove');
      const member = await this.memberOf(caller, userId);
      requireNotAbove(own, member.role);
      await this.requireOtherOwner(caller, member);
      await this.members.remove(teamId, userId);
      return DONE;
    });
  }

  private async memberOf({ teamId }: CallerContext, userId: string): Promise<Member> {
    const member = await this.members.find(teamId, userId);
    if (!member) throw new ApiException('not_found');
    return member;
  }

  private async requireOtherOwner({ teamId }: CallerContext, { userId, role }: Member): Promise<void> {
    if (role !== 'owner' || (await this.members.hasOwnerBesides(teamId, userId))) return;
    throw new ApiException('last_owner');
  }
}
