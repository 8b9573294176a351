import { Injectable } from '@nestjs/common';
import { AuthzInvalidation } from '@app/auth';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { ArtifactsRepository } from '../artifacts/artifacts.repository';
import { ApprovalsRepository } from './approvals.repository';
import type { ConnectedApp } from './connected-app';
import { ConnectedAppsRepository } from './connected-apps.repository';

/** The programs that people have connected, and how they are cut off. */
@Injectable()
export class ConnectedApps {
  constructor(
    private readonly database: Database,
    private readonly apps: ConnectedAppsRepository,
    private readonly approvals: ApprovalsRepository,
    private readonly artifacts: ArtifactsRepository,
    private readonly invalidation: AuthzInvalidation,
  ) {}

  /** @param teamId only those for this team */
  ofUser(userId: string, teamId?: TeamId): Promise<ConnectedApp[]> {
    return this.approvals.ofUser(userId, teamId);
  }

  ofTeam(teamId: TeamId): Promise<ConnectedApp[]> {
    return this.apps.list(teamId);
  }

  /** @returns a connection of the team, also one that was cut off */
  find(teamId: TeamId, id: string): Promise<ConnectedApp | undefined> {
    return this.apps.find(teamId, id);
  }

  /**
   * Ends one connection: its tokens are gone at once.
   *
   * @param userId only if this person has approved it
   * @returns whether there was one that still stood
   */
  revoke(teamId: TeamId, id: string, userId?: string): Promise<boolean> {
    return this.database.transaction(async () => {
      const grantHash = await this.apps.revoke(teamId, id, userId);
      if (grantHash === undefined) return false;
      await this.endGrants([grantHash]);
      return true;
    });
  }

  /** Ends every connection of a person. @returns how many there were */
  revokeAllOf(userId: string): Promise<number> {
    return this.database.transaction(async () => {
      const grants = await this.approvals.revokeOfUser(userId);
      await this.endGrants(grants);
      return grants.length;
    });
  }

  /** Ends every connection made through a client. */
  revokeClients(clientIds: readonly string[]): Promise<void> {
    return this.database.transaction(async () => {
      await this.endGrants(await this.approvals.revokeOfClients(clientIds));
    });
  }

  /** Ends the connections of grants that are over, however that came about. @param grantHashes as in the tables */
  revokeGrants(grantHashes: readonly string[]): Promise<void> {
    return this.database.transaction(async () => {
      await this.approvals.revokeGrants(grantHashes);
      await this.endGrants(grantHashes);
    });
  }

  private async endGrants(grantHashes: readonly string[]): Promise<void> {
    for (const token of await this.artifacts.revokeGrants(grantHashes)) {
      this.invalidation.changed(`key:${token}`);
    }
  }
}
