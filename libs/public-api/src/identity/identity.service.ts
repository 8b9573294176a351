import { Inject, Injectable } from '@nestjs/common';
import { ROLES, TeamDirectory } from '@app/auth';
import type { Principal } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { ApiException } from '@app/errors';
import { EffectiveLimits } from '@app/rate-limit';
import { toPageView, UsageMeters } from '../shared';
import { toMemberView, toProfileView, toRoleView, toTeamView } from './identity.schemas';
import type { ListMembersQuery, ProfileView, RoleView, TeamView } from './identity.schemas';
import { toLimitsView } from './limits.schemas';
import type { LimitsView } from './limits.schemas';

@Injectable()
export class IdentityService {
  constructor(
    private readonly directory: TeamDirectory,
    private readonly limits: EffectiveLimits,
    private readonly meters: UsageMeters,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async profile(caller: Principal): Promise<{ profile: ProfileView }> {
    const user = await this.directory.member(caller.teamId, caller.userId);
    // Removed between authentication and here: the credential is no longer worth anything.
    if (!user) throw new ApiException('invalid_token');
    return { profile: toProfileView(caller, user) };
  }

  async team(caller: Principal): Promise<{ team: TeamView }> {
    const team = await this.directory.team(caller.teamId);
    if (!team) throw new ApiException('invalid_token');
    return { team: toTeamView(team, caller.role) };
  }

  async members(caller: Principal, query: ListMembersQuery) {
    const { members: rows, total } = await this.directory.members(caller.teamId, query, query);
    return toPageView('members', { rows, total }, query, toMemberView);
  }

  roles(): { roles: RoleView[] } {
    return { roles: ROLES.map(toRoleView) };
  }

  /** Limits as they hold for the caller now, team rules included, and how much of them is in use. */
  async effectiveLimits(caller: Principal): Promise<LimitsView> {
    const limits = await this.limits.describe(caller);
    return toLimitsView(limits, {
      maxRuns: this.config.runs.maxLivePerTeam,
      runs: await this.meters.used('runs', caller),
      sandboxes: await this.meters.used('sandboxes', caller),
      storage: await this.meters.used('storage', caller),
    });
  }
}
