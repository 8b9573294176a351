import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { TeamMembers } from '@app/auth';
import { ConnectionsRepository } from './connections.repository';

/** What becomes of connections when somebody leaves the team: nobody goes on with the accounts of that person. */
@Injectable()
export class DepartedOwners implements OnModuleInit {
  constructor(
    private readonly members: TeamMembers,
    private readonly repository: ConnectionsRepository,
  ) {}

  onModuleInit(): void {
    this.members.onLeave(async (teamId, userId) => {
      await this.repository.breakOwnedBy(teamId, userId, 'owner_left');
      await this.repository.removeGrantsTo(teamId, userId);
    });
  }
}
