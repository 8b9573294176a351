import { Injectable } from '@nestjs/common';
import { and, asc, eq, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { connectionGrantsTable as grants, connectionsTable as connections } from './connections.tables';
import type { ConnectionRow, GrantRow } from './connections.tables';

type NewConnection = Omit<typeof connections.$inferInsert, 'teamId'>;
export type ConnectionChange = Partial<
  Pick<ConnectionRow, 'name' | 'accountLabel' | 'scopes' | 'shared' | 'status' | 'brokenReason' | 'ownerId'>
>;
export type Grant = Pick<GrantRow, 'subject' | 'subjectId' | 'level'>;

/** Writes of connections. What belongs to one transaction runs in the caller's. */
@Injectable()
export class ConnectionSettingsRepository {
  constructor(private readonly database: Database) {}

  async insert(teamId: TeamId, connection: NewConnection): Promise<ConnectionRow> {
    const [row] = await this.database.handle
      .insert(connections)
      .values({ ...connection, teamId })
      .returning();
    return row!;
  }

  /** @returns the connection as it is now, or nothing if it has gone */
  async update(teamId: TeamId, id: string, change: ConnectionChange): Promise<ConnectionRow | undefined> {
    const [row] = await this.database.handle
      .update(connections)
      .set({ ...change, updatedAt: sql`now()` })
      .where(and(eq(connections.teamId, teamId), eq(connections.id, id)))
      .returning();
    return row;
  }

  /** Grants and credentials go with it. */
  async delete(teamId: TeamId, id: string): Promise<void> {
    await this.database.handle
      .delete(connections)
      .where(and(eq(connections.teamId, teamId), eq(connections.id, id)));
  }

  /** @returns the grants in one order, whatever order they were given in */
  grants(teamId: TeamId, connectionId: string): Promise<GrantRow[]> {
    return this.database.handle
      .select()
      .from(grants)
      .where(and(eq(grants.teamId, teamId), eq(grants.connectionId, connectionId)))
      .orderBy(asc(grants.subject), asc(grants.subjectId));
  }

  async replaceGrants(teamId: TeamId, connectionId: string, given: readonly Grant[]): Promise<void> {
    const { handle } = this.database;
    await handle.delete(grants).where(and(eq(grants.teamId, teamId), eq(grants.connectionId, connectionId)));
    if (given.length === 0) return;
    await handle.insert(grants).values(given.map((grant) => ({ ...grant, teamId, connectionId })));
  }
}
