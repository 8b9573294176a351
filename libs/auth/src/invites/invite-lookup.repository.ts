import { Injectable } from '@nestjs/common';
import { and, eq, gt, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { teamsTable } from '../users/users.tables';
import type { OpenInvite } from './invite';
import { invitesTable } from './invites.tables';

/**
 * Finds an invite by the hash of its token.
 * @global the token is what says which team a person is asked into
 */
@Injectable()
export class InviteLookupRepository {
  constructor(private readonly database: Database) {}

  /** @returns nothing for one that has run out */
  async find(hash: string): Promise<OpenInvite | undefined> {
    const [row] = await this.database.handle
      .select({
        id: invitesTable.id,
        teamId: sql<TeamId>`${invitesTable.teamId}`,
        teamName: teamsTable.name,
        email: invitesTable.email,
        role: invitesTable.role,
      })
      .from(invitesTable)
      .innerJoin(teamsTable, eq(teamsTable.id, invitesTable.teamId))
      .where(and(eq(invitesTable.hash, hash), gt(invitesTable.expiresAt, sql`now()`)));
    return row;
  }
}
