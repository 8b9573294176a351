import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { asTeamId, Database } from '@app/database';
import type { TeamId } from '@app/database';
import { AuthzInvalidation } from '../invalidation/authz-invalidation.service';
import type { Role } from '../principal';
import { MembersRepository } from './members.repository';
import type { Membership, User } from './user-directory.service';
import { UsersRepository } from './users.repository';

export interface NewPerson {
  readonly email: string;
  /** Taken for a new user only. */
  readonly name: string;
}

export interface AddedMember {
  readonly user: User;
  /** Whether the user was made now, rather than known before. */
  readonly created: boolean;
  /** The user has an account that is switched off; nothing was written. */
  readonly disabled: boolean;
  /** The membership that stood in the way; nothing was written. */
  readonly existing: Membership | undefined;
}

class NothingWritten extends Error {
  constructor(readonly outcome: AddedMember) {
    super('The transaction is rolled back on purpose.');
  }
}

/** Makes teams, users and memberships for the operator of the server; never for a route of a team. */
@Injectable()
export class TeamRegistry {
  constructor(
    private readonly database: Database,
    private readonly users: UsersRepository,
    private readonly members: MembersRepository,
    private readonly invalidation: AuthzInvalidation,
  ) {}

  /**
   * Makes a team with its owner, who may be in other teams already.
   * @returns `existing` if the user is in a team of that name (in any case) before
   */
  createTeam(name: string, owner: NewPerson): Promise<AddedMember & { teamId: TeamId }> {
    const teamId = asTeamId(randomUUID());
    const isSame = ({ teamName }: Membership) => teamName.toLowerCase() === name.toLowerCase();
    return this.add(owner, isSame, async (userId) => {
      await this.members.insertTeam(teamId, name);
      await this.members.insert(teamId, userId, 'owner');
    }).then((added) => ({ ...added, teamId }));
  }

  /** Takes a user into a team. @returns `existing` if the user is in it before, with whatever role */
  addMember(teamId: TeamId, person: NewPerson, role: Role): Promise<AddedMember> {
    const isSame = (membership: Membership) => membership.teamId === teamId;
    return this.add(person, isSame, (userId) => this.members.insert(teamId, userId, role));
  }

  private async add(
    { email, name }: NewPerson,
    isSame: (membership: Membership) => boolean,
    write: (userId: string) => Promise<void>,
  ): Promise<AddedMember> {
    try {
      return await this.database.transaction(async () => {
        const taken = await this.users.takeByEmail(email, name);
        if (!taken) throw new Error('The user was deleted while a team was made.');
        const existing = (await this.users.memberships(taken.user.id)).find(isSame);
        const disabled = taken.user.disabledAt !== null;
        if (existing || disabled) throw new NothingWritten({ ...taken, disabled, existing });
        await write(taken.user.id);
        this.invalidation.changed(`user:${taken.user.id}`);
        return { ...taken, disabled, existing };
      });
    } catch (error) {
      if (error instanceof NothingWritten) return error.outcome;
      throw error;
    }
  }
}
