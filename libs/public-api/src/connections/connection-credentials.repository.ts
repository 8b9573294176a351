import { Injectable } from '@nestjs/common';
import { and, eq, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { connectionCredentialsTable as credentials } from './connections.tables';

@Injectable()
export class ConnectionCredentialsRepository {
  constructor(private readonly database: Database) {}

  async find(teamId: TeamId, connectionId: string): Promise<string | undefined> {
    const [row] = await this.database.handle
      .select({ sealed: credentials.sealed })
      .from(credentials)
      .where(and(eq(credentials.teamId, teamId), eq(credentials.connectionId, connectionId)));
    return row?.sealed;
  }

  /** Writes the same credentials under another key, unless they have been replaced meanwhile. */
  async reseal(teamId: TeamId, connectionId: string, before: string, sealed: string): Promise<void> {
    await this.database.handle
      .update(credentials)
      .set({ sealed })
      .where(
        and(
          eq(credentials.teamId, teamId),
          eq(credentials.connectionId, connectionId),
          eq(credentials.sealed, before),
        ),
      );
  }

  async upsert(teamId: TeamId, connectionId: string, sealed: string): Promise<void> {
    await this.database.handle
      .insert(credentials)
      .values({ teamId, connectionId, sealed })
      .onConflictDoUpdate({ target: credentials.connectionId, set: { sealed, updatedAt: sql`now()` } });
  }
}
