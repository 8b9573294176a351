import { Injectable } from '@nestjs/common';
import { and, count, desc, eq, exists, inArray, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import type { Page, PageRequest } from '../shared';
import type { Subject } from './access-level';
import { connectionGrantsTable, connectionsTable } from './connections.tables';
import type { ConnectionRow, ConnectionStatus, GrantRow } from './connections.tables';

export interface ConnectionFilter extends PageRequest {
  readonly type?: string | undefined;
  readonly status?: ConnectionStatus | undefined;
  /** Only those that are the subject's own, shared, or granted to it; left out: all of the team. */
  readonly visibleTo?: Subject | undefined;
}

@Injectable()
export class ConnectionsRepository {
  constructor(private readonly database: Database) {}

  async list(teamId: TeamId, filter: ConnectionFilter): Promise<Page<ConnectionRow>> {
    const where = and(
      eq(connectionsTable.teamId, teamId),
      filter.type === undefined ? undefined : eq(connectionsTable.type, filter.type),
      filter.status && eq(connectionsTable.status, filter.status),
      filter.visibleTo && this.visibleTo(filter.visibleTo),
    );
    const rows = await this.database.handle
      .select()
      .from(connectionsTable)
      .where(where)
      .orderBy(desc(connectionsTable.createdAt), desc(connectionsTable.id))
      .limit(filter.limit)
      .offset(filter.offset);
    const [counted] = await this.database.handle
      .select({ total: count() })
      .from(connectionsTable)
      .where(where);
    return { rows, total: counted?.total ?? 0 };
  }

  /** @returns those of the ids that the team has, in no order */
  byIds(teamId: TeamId, ids: readonly string[]): Promise<ConnectionRow[]> {
    return this.database.handle
      .select()
      .from(connectionsTable)
      .where(and(eq(connectionsTable.teamId, teamId), inArray(connectionsTable.id, [...ids])));
  }

  /** @returns all grants on the given connections */
  grants(teamId: TeamId, connectionIds: readonly string[]): Promise<GrantRow[]> {
    return this.database.handle
      .select()
      .from(connectionGrantsTable)
      .where(
        and(
          eq(connectionGrantsTable.teamId, teamId),
          inArray(connectionGrantsTable.connectionId, [...connectionIds]),
        ),
      );
  }

  /** Marks what a user owns as broken, for a reason that callers can read. */
  async breakOwnedBy(teamId: TeamId, userId: string, brokenReason: string): Promise<void> {
    await this.database.handle
      .update(connectionsTable)
      .set({ status: 'broken', brokenReason, updatedAt: sql`now()` })
      .where(and(eq(connectionsTable.teamId, teamId), eq(connectionsTable.ownerId, userId)));
  }

  async removeGrantsTo(teamId: TeamId, userId: string): Promise<void> {
    const grants = connectionGrantsTable;
    await this.database.handle
      .delete(grants)
      .where(and(eq(grants.teamId, teamId), eq(grants.subject, 'user'), eq(grants.subjectId, userId)));
  }

  private visibleTo(subject: Subject): SQL | undefined {
    const grants = connectionGrantsTable;
    const granted = this.database.handle
      .select({ one: sql`1` })
      .from(grants)
      .where(
        and(
          eq(grants.connectionId, connectionsTable.id),
          or(
            and(eq(grants.subject, 'user'), eq(grants.subjectId, subject.userId)),
            and(eq(grants.subject, 'role'), eq(grants.subjectId, subject.role)),
            and(eq(grants.subject, 'team'), eq(grants.subjectId, subject.teamId)),
          ),
        ),
      );
    return or(
      eq(connectionsTable.ownerId, subject.userId),
      eq(connectionsTable.shared, true),
      exists(granted),
    );
  }
}
