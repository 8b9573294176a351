import { Injectable } from '@nestjs/common';
import { and, eq, isNull } from 'drizzle-orm';
import { membersTable, usersTable } from '@app/auth';
import { Database } from '@app/database';
import { connectedAppsTable as apps } from '../connected-apps/connected-apps.tables';

/**
 * Who may still act.
 * @global a person signs in before a team is chosen, and a grant is what says which team it is for
 */
@Injectable()
export class AccountsRepository {
  constructor(private readonly database: Database) {}

  /** @returns whether there is such a user, not switched off */
  async isEnabled(userId: string): Promise<boolean> {
    const { handle } = this.database;
    const found = await handle.$count(
      usersTable,
      and(eq(usersTable.id, userId), isNull(usersTable.disabledAt)),
    );
    return found > 0;
  }

  /** @returns whether a grant still stands: not cut off, its user enabled and in its team */
  async isGrantAlive(grantHash: string): Promise<boolean> {
    const rows = await this.database.handle
      .select({ id: apps.id })
      .from(apps)
      .innerJoin(usersTable, and(eq(usersTable.id, apps.userId), isNull(usersTable.disabledAt)))
      .innerJoin(
        membersTable,
        and(eq(membersTable.teamId, apps.teamId), eq(membersTable.userId, apps.userId)),
      )
      .where(and(eq(apps.grantHash, grantHash), isNull(apps.revokedAt)));
    return rows.length > 0;
  }
}
