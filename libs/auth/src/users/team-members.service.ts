import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiKeysService } from '../api-keys/api-keys.service';
import { AuthzInvalidation } from '../invalidation/authz-invalidation.service';
import type { Role } from '../principal';
import { MembersRepository } from './members.repository';
import type { Member } from './team-directory.service';

/** Told of somebody who leaves a team, inside the transaction in which that happens. */
export type LeaveListener = (teamId: TeamId, userId: string) => Promise<void>;

/** Changes who is in a team, and as what. Who may do so is for the caller to have checked, inside `hold`. */
@Injectable()
export class TeamMembers {
  private readonly leaving: LeaveListener[] = [];

  constructor(
    private readonly database: Database,
    private readonly repository: MembersRepository,
    private readonly keys: ApiKeysService,
    private readonly invalidation: AuthzInvalidation,
  ) {}

  /** Adds somebody who has to tidy up after those who leave. */
  onLeave(listener: LeaveListener): void {
    this.leaving.push(listener);
  }

  /** Does work in a transaction while nobody else changes who is in the team, and as what. */
  hold<T>(teamId: TeamId, work: () => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      await this.repository.lock(teamId);
      return work();
    });
  }

  /** @returns the member as of now, or nothing if the user is not in the team */
  find(teamId: TeamId, userId: string): Promise<Member | undefined> {
    return this.repository.find(teamId, userId);
  }

  /** @param email in any case */
  hasEmail(teamId: TeamId, email: string): Promise<boolean> {
    return this.repository.hasEmail(teamId, email);
  }

  /** @returns whether the team has an owner who can act, other than this user */
  hasOwnerBesides(teamId: TeamId, userId: string): Promise<boolean> {
    return this.repository.hasOwnerBesides(teamId, userId);
  }

  /** @returns whether the user is in the team from now on, and was not before */
  async add(teamId: TeamId, userId: string, role: Role): Promise<boolean> {
    const isNew = await this.repository.insertIfNew(teamId, userId, role);
    if (isNew) this.invalidation.changed(`user:${userId}`);
    return isNew;
  }

  /** Takes effect on every replica, for keys and tokens in use too. */
  async setRole(teamId: TeamId, userId: string, role: Role): Promise<void> {
    await this.repository.setRole(teamId, userId, role);
    this.invalidation.changed(`user:${userId}`);
  }

  /** Ends the membership and every key for the team: who comes back later starts without any. */
  remove(teamId: TeamId, userId: string): Promise<void> {
    return this.database.transaction(async () => {
      for (const listener of this.leaving) await listener(teamId, userId);
      await this.keys.revokeAll(teamId, userId);
      await this.repository.remove(teamId, userId);
      this.invalidation.changed(`user:${userId}`);
    });
  }
}
