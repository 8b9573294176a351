import { Injectable } from '@nestjs/common';
import { asc, eq, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import { membersTable, teamsTable, usersTable } from './users.tables';

/**
 * Users and the teams they are in, as the operator of the server sees them.
 * @global a person belongs to several teams; no route of the API reads through here
 */
@Injectable()
export class UsersRepository {
  constructor(private readonly database: Database) {}

  async findById(id: string) {
    const [user] = await this.database.handle.select().from(usersTable).where(eq(usersTable.id, id));
    return user;
  }

  /** @param email compared without regard to case */
  async findByEmail(email: string) {
    const [user] = await this.database.handle
      .select()
      .from(usersTable)
      .where(eq(sql`lower(${usersTable.email})`, email.toLowerCase()));
    return user;
  }

  /**
   * The user of an address, made if there is none, and locked until the open transaction ends: whoever asks for
   * the same address meanwhile waits and then sees what was done here.
   */
  async takeByEmail(email: string, name: string) {
    const made = await this.database.handle
      .insert(usersTable)
      .values({ email, name })
      .onConflictDoNothing()
      .returning({ id: usersTable.id });
    const [user] = await this.database.handle
      .select()
      .from(usersTable)
      .where(eq(sql`lower(${usersTable.email})`, email.toLowerCase()))
      .for('update');
    return user && { user, created: made.length > 0 };
  }

  /** Teams of a user with the role there, by name. */
  memberships(userId: string) {
    return this.database.handle
      .select({ teamId: teamsTable.id, teamName: teamsTable.name, role: membersTable.role })
      .from(membersTable)
      .innerJoin(teamsTable, eq(teamsTable.id, membersTable.teamId))
      .where(eq(membersTable.userId, userId))
      .orderBy(asc(teamsTable.name), asc(teamsTable.id));
  }

  /** Every membership of the installation, by team name and email. */
  everyMembership() {
    return this.database.handle
      .select({
        userId: usersTable.id,
        email: usersTable.email,
        name: usersTable.name,
        disabledAt: usersTable.disabledAt,
        teamId: teamsTable.id,
        teamName: teamsTable.name,
        role: membersTable.role,
      })
      .from(membersTable)
      .innerJoin(usersTable, eq(usersTable.id, membersTable.userId))
      .innerJoin(teamsTable, eq(teamsTable.id, membersTable.teamId))
      .orderBy(asc(teamsTable.name), asc(teamsTable.id), asc(usersTable.email));
  }

  /** All teams, by name. */
  teams() {
    return this.database.handle.select().from(teamsTable).orderBy(asc(teamsTable.name), asc(teamsTable.id));
  }
}
