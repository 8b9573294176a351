import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import type { Role } from '../principal';
import { MembersRepository } from './members.repository';
import type { MemberFilter, Page } from './members.repository';

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly memberCount: number;
  readonly createdAt: Date;
}

export interface Member {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly joinedAt: Date;
}

export interface Standing {
  readonly role: Role;
  readonly disabledAt: Date | null;
}

/** Reads teams and their members. */
@Injectable()
export class TeamDirectory {
  constructor(private readonly repository: MembersRepository) {}

  /** @returns the team, or nothing if it is gone */
  team(teamId: TeamId): Promise<Team | undefined> {
    return this.repository.findTeam(teamId);
  }

  /** @returns one member, or nothing if the user is not in the team */
  member(teamId: TeamId, userId: string): Promise<Member | undefined> {
    return this.repository.find(teamId, userId);
  }

  /** @returns role of a member and since when the account is disabled, or nothing if the user is not in the team */
  standing(teamId: TeamId, userId: string): Promise<Standing | undefined> {
    return this.repository.standing(teamId, userId);
  }

  /** @returns a page of the members that match, by name, and how many match in all */
  async members(
    teamId: TeamId,
    filter: MemberFilter,
    page: Page,
  ): Promise<{ members: Member[]; total: number }> {
    const total = await this.repository.count(teamId, filter);
    const members = total > page.offset ? await this.repository.list(teamId, filter, page) : [];
    return { members, total };
  }
}
