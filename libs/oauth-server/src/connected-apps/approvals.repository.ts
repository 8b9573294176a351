import { Injectable } from '@nestjs/common';
import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { teamsTable, usersTable } from '@app/auth';
import { Database } from '@app/database';
import { CONNECTED_APP } from './connected-app.columns.repository';
import { connectedAppsTable as apps } from './connected-apps.tables';

/**
 * The same approvals seen by grant, person or client.
 * @global a person approves programs in several teams, and a client belongs to none
 */
@Injectable()
export class ApprovalsRepository {
  constructor(private readonly database: Database) {}

  /** Those of a person that still stand, newest first. @param teamId only those for this team */
  ofUser(userId: string, teamId: string | undefined) {
    return this.database.handle
      .select(CONNECTED_APP)
      .from(apps)
      .where(
        and(eq(apps.userId, userId), isNull(apps.revokedAt), teamId ? eq(apps.teamId, teamId) : undefined),
      )
      .orderBy(desc(apps.createdAt), desc(apps.id));
  }

  /** Those that stand, with who approved them and for which team, newest first. */
  find(filter: { userId?: string | undefined; teamId?: string | undefined; id?: string | undefined }) {
    return this.database.handle
      .select({
        ...CONNECTED_APP,
        user: { id: usersTable.id, email: usersTable.email },
        team: { id: teamsTable.id, name: teamsTable.name },
      })
      .from(apps)
      .innerJoin(usersTable, eq(usersTable.id, apps.userId))
      .innerJoin(teamsTable, eq(teamsTable.id, apps.teamId))
      .where(
        and(
          isNull(apps.revokedAt),
          filter.userId ? eq(apps.userId, filter.userId) : undefined,
          filter.teamId ? eq(apps.teamId, filter.teamId) : undefined,
          filter.id ? eq(apps.id, filter.id) : undefined,
        ),
      )
      .orderBy(desc(apps.createdAt), desc(apps.id));
  }

  /** @returns the grants of what was ended */
  async revokeOfUser(userId: string): Promise<string[]> {
    const rows = await this.database.handle
      .update(apps)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(apps.userId, userId), isNull(apps.revokedAt)))
      .returning({ grantHash: apps.grantHash });
    return rows.map(({ grantHash }) => grantHash);
  }

  /** @returns the grants of what was ended */
  async revokeOfClients(clientIds: readonly string[]): Promise<string[]> {
    if (clientIds.length === 0) return [];
    const rows = await this.database.handle
      .update(apps)
      .set({ revokedAt: sql`now()` })
      .where(and(inArray(apps.clientId, [...clientIds]), isNull(apps.revokedAt)))
      .returning({ grantHash: apps.grantHash });
    return rows.map(({ grantHash }) => grantHash);
  }

  async revokeGrants(grantHashes: readonly string[]): Promise<void> {
    if (grantHashes.length === 0) return;
    await this.database.handle
      .update(apps)
      .set({ revokedAt: sql`now()` })
      .where(and(inArray(apps.grantHash, [...grantHashes]), isNull(apps.revokedAt)));
  }
}
