import { Injectable } from '@nestjs/common';
import type { Role } from '../principal';
import { UsersRepository } from './users.repository';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly disabledAt: Date | null;
}

export interface Membership {
  readonly teamId: string;
  readonly teamName: string;
  readonly role: Role;
}

/** Finds people across teams, for sign-in and for the operator of the server; never for a route of a team. */
@Injectable()
export class UserDirectory {
  constructor(private readonly repository: UsersRepository) {}

  /** @param email in any case */
  byEmail(email: string): Promise<User | undefined> {
    return this.repository.findByEmail(email);
  }

  byId(id: string): Promise<User | undefined> {
    return this.repository.findById(id);
  }

  /** @returns the teams of a user, by name */
  memberships(userId: string): Promise<Membership[]> {
    return this.repository.memberships(userId);
  }

  /** @returns every membership of the installation, by team and email */
  everyMembership(): Promise<
    (Membership & { userId: string; email: string; name: string; disabledAt: Date | null })[]
  > {
    return this.repository.everyMembership();
  }

  /** @returns all teams, by name */
  teams(): Promise<{ id: string; name: string }[]> {
    return this.repository.teams();
  }
}
