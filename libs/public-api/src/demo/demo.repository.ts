import { Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { membersTable, teamsTable, usersTable } from '@app/auth';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { agentsTable, revisionsTable } from '../agents';
import { connectionGrantsTable, connectionsTable } from '../connections';

export type NewConnection = typeof connectionsTable.$inferInsert;
export type NewGrant = typeof connectionGrantsTable.$inferInsert;
export type NewAgent = typeof agentsTable.$inferInsert;
export type NewRevision = typeof revisionsTable.$inferInsert;
export type NewUser = typeof usersTable.$inferInsert & Pick<typeof membersTable.$inferInsert, 'role'>;

/** Writes rows with ids and times of their own, which no service of a resource lets a caller choose. */
@Injectable()
export class DemoRepository {
  constructor(private readonly database: Database) {}

  async hasTeam(teamId: TeamId): Promise<boolean> {
    const rows = await this.database.handle
      .select({ id: teamsTable.id })
      .from(teamsTable)
      .where(eq(teamsTable.id, teamId));
    return rows.length > 0;
  }

  async insertTeam(teamId: TeamId, name: string, createdAt: Date): Promise<void> {
    await this.database.handle.insert(teamsTable).values({ id: teamId, name, createdAt });
  }

  async insertMember(
    teamId: TeamId,
    { role, ...user }: NewUser & { id: string },
    joinedAt: Date,
  ): Promise<void> {
    await this.database.handle.insert(usersTable).values({ ...user, createdAt: joinedAt });
    await this.database.handle.insert(membersTable).values({ teamId, userId: user.id, role, joinedAt });
  }

  async insertConnection(teamId: TeamId, connection: NewConnection): Promise<void> {
    await this.database.handle.insert(connectionsTable).values({ ...connection, teamId });
  }

  async insertGrants(teamId: TeamId, grants: readonly NewGrant[]): Promise<void> {
    await this.database.handle
      .insert(connectionGrantsTable)
      .values(grants.map((grant) => ({ ...grant, teamId })));
  }

  async insertAgent(teamId: TeamId, agent: NewAgent): Promise<void> {
    await this.database.handle.insert(agentsTable).values({ ...agent, teamId });
  }

  async insertRevisions(teamId: TeamId, revisions: readonly NewRevision[]): Promise<void> {
    await this.database.handle
      .insert(revisionsTable)
      .values(revisions.map((revision) => ({ ...revision, teamId })));
  }
}
