import { Injectable } from '@nestjs/common';
import { ApiKeysService, Clock, credentialFaultsOf, TeamDirectory } from '@app/auth';
import type { CredentialFault, Role, Scope } from '@app/auth';
import type { TeamId } from '@app/database';
import { ConnectedApps } from '@app/oauth-server';

/** An API key or connected app of a team, and what became of it. */
export interface TeamCredential {
  readonly type: 'api_key' | 'connected_app';
  readonly id: string;
  readonly name: string;
  readonly teamId: TeamId;
  readonly userId: string;
  /** Id of the OAuth client; only of connected apps. */
  readonly clientId?: string;
  readonly scopes: readonly Scope[];
  /** The tools that hosts with it are shown at most; `null`: as the server says. */
  readonly mcpBound: string | null;
  /** `null`: its owner has left the team. */
  readonly role: Role | null;
  readonly revokedAt: Date | null;
  /** `null`: never; an app goes on until it is disconnected. */
  readonly expiresAt: Date | null;
  /** Until when the secret before the last rotation is taken; `null`: there is none. */
  readonly oldSecretUntil: Date | null;
  readonly faults: readonly CredentialFault[];
}

type Found = Omit<TeamCredential, 'role' | 'faults' | 'teamId'>;

/** Finds the credentials of a team, also those that have ended. */
@Injectable()
export class TeamCredentials {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly apps: ConnectedApps,
    private readonly people: TeamDirectory,
    private readonly clock: Clock,
  ) {}

  /** @returns nothing if the team has no key and no app of that id */
  async find(teamId: TeamId, id: string): Promise<TeamCredential | undefined> {
    const found = (await this.key(teamId, id)) ?? (await this.app(teamId, id));
    if (!found) return undefined;
    const standing = await this.people.standing(teamId, found.userId);
    const role = standing?.role ?? null;
    const judged = { ...found, role, disabledAt: standing?.disabledAt ?? null };
    return { ...found, teamId, role, faults: credentialFaultsOf(judged, this.clock.now()) };
  }

  private async key(teamId: TeamId, id: string): Promise<Found | undefined> {
    const key = await this.keys.find(teamId, id);
    if (!key) return undefined;
    const { name, userId, scopes, mcpBound, revokedAt, expiresAt, previousEndsAt } = key;
    const ends = { revokedAt, expiresAt, oldSecretUntil: previousEndsAt };
    return { type: 'api_key', id, name, userId, scopes, mcpBound, ...ends };
  }

  private async app(teamId: TeamId, id: string): Promise<Found | undefined> {
    const app = await this.apps.find(teamId, id);
    if (!app) return undefined;
    const { clientName: name, userId, clientId, scopes, revokedAt } = app;
    const never = { mcpBound: null, expiresAt: null, oldSecretUntil: null };
    return { type: 'connected_app', id, name, userId, clientId, scopes, revokedAt, ...never };
  }
}
