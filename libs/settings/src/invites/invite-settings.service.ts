import { Inject, Injectable } from '@nestjs/common';
import { Invites, TeamMembers } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { ApiException } from '@app/errors';
import { Standing } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import type { PageQuery } from '../fields.schemas';
import { requireNotAbove } from '../members/role-order';
import { toInviteView } from './invites.schemas';
import type { CreateInviteBody, InvitesView, InviteView, MadeInviteView } from './invites.schemas';

const DONE = { success: true } as const;
const IS_MEMBER = 'Somebody with this address is in the team already.';
const IS_INVITED = 'This address has an invite already. Revoke that one to make another.';

/** Invites to the team in which the session acts. */
@Injectable()
export class InviteSettings {
  constructor(
    private readonly members: TeamMembers,
    private readonly invites: Invites,
    private readonly standing: Standing,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws ApiException role_too_high, forbidden; already_exists for a member, and for a second invite */
  create(caller: CallerContext, { email, role }: CreateInviteBody): Promise<MadeInviteView> {
    const { teamId, userId } = caller;
    return this.members.hold(teamId, async () => {
      requireNotAbove(await this.standing.roleOf(caller, 'members:invite'), role);
      if (await this.members.hasEmail(teamId, email))
        throw new ApiException('already_exists', { message: IS_MEMBER });
      const made = await this.invites.create(teamId, { email, role, invitedBy: userId });
      if (!made) throw new ApiException('already_exists', { message: IS_INVITED });
      return { invite: toInviteView(made.invite), link: `${this.config.publicUrl}/invites/${made.token}` };
    });
  }

  async list({ teamId }: CallerContext, page: PageQuery): Promise<InvitesView> {
    const { invites, total } = await this.invites.page(teamId, page);
    return { invites: invites.map(toInviteView), total, ...page };
  }

  /** @throws ApiException not_found */
  async show({ teamId }: CallerContext, id: string): Promise<{ invite: InviteView }> {
    const invite = await this.invites.find(teamId, id);
    if (!invite) throw new ApiException('not_found');
    return { invite: toInviteView(invite) };
  }

  /** @throws ApiException not_found, role_too_high, forbidden */
  revoke(caller: CallerContext, id: string): Promise<typeof DONE> {
    const { teamId } = caller;
    return this.members.hold(teamId, async () => {
      const own = await this.standing.roleOf(caller, 'members:invite');
      const invite = await this.invites.find(teamId, id);
      if (!invite) throw new ApiException('not_found');
      requireNotAbove(own, invite.role);
      await this.invites.end(teamId, id);
      return DONE;
    });
  }
}
