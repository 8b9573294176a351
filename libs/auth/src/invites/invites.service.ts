import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { randomBase62 } from '../api-keys/base62';
import type { RandomBytes } from '../api-keys/base62';
import { RANDOM_BYTES } from '../api-keys/random-bytes';
import type { Role } from '../principal';
import type { Invite, MadeInvite, NewInvite, OpenInvite } from './invite';
import { InviteLookupRepository } from './invite-lookup.repository';
import { InvitesRepository } from './invites.repository';
import type { Page } from './invites.repository';

/** How long an invite can be accepted. */
export const INVITE_DAYS = 7;
/** About 190 bits: nobody guesses one, so a plain hash of it can be looked up. */
const TOKEN_LENGTH = 32;

/** Invites of a team. Who may make and end them is for the caller to have checked, while the team is held. */
@Injectable()
export class Invites {
  constructor(
    private readonly repository: InvitesRepository,
    private readonly lookup: InviteLookupRepository,
    @Inject(RANDOM_BYTES) private readonly randomBytes: RandomBytes,
  ) {}

  /** @returns nothing if the address has one that can still be accepted */
  async create(teamId: TeamId, invite: NewInvite): Promise<MadeInvite | undefined> {
    const token = randomBase62(TOKEN_LENGTH, this.randomBytes);
    await this.repository.removeExpired(teamId, invite.email);
    const row = { ...invite, hash: hashOf(token), lifetimeDays: INVITE_DAYS };
    const made = await this.repository.insert(teamId, row);
    return made && { invite: made, token };
  }

  /** @returns a page, the newest first, ones that have run out included, and how many there are in all */
  page(teamId: TeamId, page: Page): Promise<{ invites: Invite[]; total: number }> {
    return this.repository.page(teamId, page);
  }

  find(teamId: TeamId, id: string): Promise<Invite | undefined> {
    return this.repository.find(teamId, id);
  }

  /** @returns what a link leads to, or nothing if it was accepted, revoked, or has run out */
  byToken(token: string): Promise<OpenInvite | undefined> {
    return this.lookup.find(hashOf(token));
  }

  /** Ends an invite, whether it was accepted or is not wanted any more. @returns whether it was there */
  end(teamId: TeamId, id: string): Promise<boolean> {
    return this.repository.remove(teamId, id);
  }

  /** Ends the invites that a user made and may no longer give. @param roles that the user may not give */
  withdraw(teamId: TeamId, userId: string, roles: readonly Role[]): Promise<void> {
    return this.repository.removeMadeBy(teamId, userId, roles);
  }
}

const hashOf = (token: string): string => hash('sha256', token, 'hex');
