import { Injectable } from '@nestjs/common';
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { membersTable, usersTable } from '@app/auth';
import { Database } from '@app/database';
import { artifactsTable as artifacts } from '../artifacts/artifacts.tables';
import { connectedAppsTable as apps } from '../connected-apps/connected-apps.tables';

/**
 * Finds an access token by its hash.
 * @global the token is what says which team the request belongs to
 */
@Injectable()
export class AccessTokensRepository {
  constructor(private readonly database: Database) {}

  /** Token, approval, user and membership in one query; nothing if any of the four is gone or over. */
  async find(hash: string) {
    const [row] = await this.database.handle
      .select({
        payload: artifacts.payload,
        appId: apps.id,
        userId: apps.userId,
        teamId: apps.teamId,
        clientId: apps.clientId,
        clientName: apps.clientName,
        role: membersTable.role,
      })
      .from(artifacts)
      .innerJoin(apps, and(eq(apps.grantHash, artifacts.grantHash), isNull(apps.revokedAt)))
      .innerJoin(usersTable, and(eq(usersTable.id, apps.userId), isNull(usersTable.disabledAt)))
      .innerJoin(
        membersTable,
        and(eq(membersTable.teamId, apps.teamId), eq(membersTable.userId, apps.userId)),
      )
      .where(
        and(
          eq(artifacts.model, 'AccessToken'),
          eq(artifacts.idHash, hash),
          gt(artifacts.expiresAt, sql`now()`),
        ),
      );
    return row;
  }
}

export type FoundAccessToken = NonNullable<Awaited<ReturnType<AccessTokensRepository['find']>>>;
