import { Injectable } from '@nestjs/common';
import { and, desc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { CONNECTED_APP } from './connected-app.columns.repository';
import { connectedAppsTable as apps } from './connected-apps.tables';

/** How long after the last note another one is worth a write. */
const NOTE_INTERVAL = sql`interval '1 minute'`;

/** The connected programs of a team. */
@Injectable()
export class ConnectedAppsRepository {
  constructor(private readonly database: Database) {}

  /** Those that still stand, newest first. */
  list(teamId: TeamId) {
    return this.database.handle
      .select(CONNECTED_APP)
      .from(apps)
      .where(and(eq(apps.teamId, teamId), isNull(apps.revokedAt)))
      .orderBy(desc(apps.createdAt), desc(apps.id));
  }

  /** Also one that was cut off. */
  async find(teamId: TeamId, id: string) {
    const [row] = await this.database.handle
      .select(CONNECTED_APP)
      .from(apps)
      .where(and(eq(apps.teamId, teamId), eq(apps.id, id)));
    return row;
  }

  async insert(teamId: TeamId, values: Omit<typeof apps.$inferInsert, 'id' | 'teamId'>): Promise<void> {
    await this.database.handle.insert(apps).values({ ...values, teamId });
  }

  /**
   * @param userId only if this person has approved it
   * @returns the grant of what was ended, or nothing if there was none that stood
   */
  async revoke(teamId: TeamId, id: string, userId?: string): Promise<string | undefined> {
    const [row] = await this.database.handle
      .update(apps)
      .set({ revokedAt: sql`now()` })
      .where(
        and(
          eq(apps.teamId, teamId),
          eq(apps.id, id),
          userId === undefined ? undefined : eq(apps.userId, userId),
          isNull(apps.revokedAt),
        ),
      )
      .returning({ grantHash: apps.grantHash });
    return row?.grantHash;
  }

  async noteUse(teamId: TeamId, id: string, address: string): Promise<void> {
    const isOld = or(isNull(apps.lastUsedAt), lt(apps.lastUsedAt, sql`now() - ${NOTE_INTERVAL}`));
    await this.database.handle
      .update(apps)
      .set({ lastUsedAt: sql`now()`, lastUsedIp: address })
      .where(and(eq(apps.teamId, teamId), eq(apps.id, id), isOld));
  }
}
