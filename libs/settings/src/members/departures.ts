import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { Invites, ROLES, TeamMembers } from '@app/auth';
import { ConnectedApps } from '@app/oauth-server';

/** What people leave behind in a team: who comes back later finds no program connected that was so before. */
@Injectable()
export class Departures implements OnModuleInit {
  constructor(
    private readonly members: TeamMembers,
    private readonly invites: Invites,
    private readonly apps: ConnectedApps,
  ) {}

  onModuleInit(): void {
    this.members.onLeave(async (teamId, userId) => {
      for (const app of await this.apps.ofUser(userId, teamId)) await this.apps.revoke(teamId, app.id);
      await this.invites.withdraw(teamId, userId, ROLES);
    });
  }
}
