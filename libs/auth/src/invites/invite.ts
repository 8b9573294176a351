import type { TeamId } from '@app/database';
import type { Role } from '../principal';

export interface Invite {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  /** User id. */
  readonly invitedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface NewInvite {
  readonly email: string;
  readonly role: Role;
  readonly invitedBy: string;
}

/** An invite with the token of its link, which cannot be read again afterwards. */
export interface MadeInvite {
  readonly invite: Invite;
  readonly token: string;
}

/** An invite that can be accepted, and the team that it is for. */
export interface OpenInvite {
  readonly id: string;
  readonly teamId: TeamId;
  readonly teamName: string;
  readonly email: string;
  readonly role: Role;
}
