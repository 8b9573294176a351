import { Injectable } from '@nestjs/common';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import { teamsTable, usersTable } from '../users/users.tables';
import { identitiesTable } from './identities.tables';

/** Anything else in its place is an error to PostgreSQL, not an id that does not exist. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const USER = {
  id: usersTable.id,
  name: usersTable.name,
  email: usersTable.email,
  disabledAt: usersTable.disabledAt,
};

/**
 * Who is who at identity providers.
 * @global a person signs in before any team is known
 */
@Injectable()
export class IdentitiesRepository {
  constructor(private readonly database: Database) {}

  async findUser(issuer: string, subject: string) {
    const [user] = await this.database.handle
      .select(USER)
      .from(identitiesTable)
      .innerJoin(usersTable, eq(usersTable.id, identitiesTable.userId))
      .where(and(eq(identitiesTable.issuer, issuer), eq(identitiesTable.subject, subject)));
    return user;
  }

  /** @returns whether the link is new; an identity that is somebody's stays theirs */
  async insert(issuer: string, subject: string, userId: string): Promise<boolean> {
    const made = await this.database.handle
      .insert(identitiesTable)
      .values({ issuer, subject, userId })
      .onConflictDoNothing()
      .returning({ userId: identitiesTable.userId });
    return made.length > 0;
  }

  /** @returns whether there was such a link */
  async remove(issuer: string, subject: string): Promise<boolean> {
    const gone = await this.database.handle
      .delete(identitiesTable)
      .where(and(eq(identitiesTable.issuer, issuer), eq(identitiesTable.subject, subject)))
      .returning({ userId: identitiesTable.userId });
    return gone.length > 0;
  }

  /** @returns the new user, or nothing if the address is somebody's already */
  async insertUser(email: string, name: string) {
    const [user] = await this.database.handle
      .insert(usersTable)
      .values({ email, name })
      .onConflictDoNothing()
      .returning(USER);
    return user;
  }

  /** @returns those of the ids that are teams, which stay until the open transaction ends */
  async existingTeams(ids: readonly string[]): Promise<string[]> {
    const teamIds = ids.filter((id) => UUID.test(id));
    const rows = await this.database.handle
      .select({ id: teamsTable.id })
      .from(teamsTable)
      .where(inArray(teamsTable.id, teamIds))
      .for('key share');
    return rows.map(({ id }) => id);
  }

  /** @returns the user of an address, compared without regard to case */
  async findUserByEmail(email: string) {
    const [user] = await this.database.handle
      .select({ id: usersTable.id })
      .from(usersTable)
      .where(eq(sql`lower(${usersTable.email})`, email.toLowerCase()));
    return user;
  }
}
