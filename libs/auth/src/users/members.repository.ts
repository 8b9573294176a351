import { Injectable } from '@nestjs/common';
import { and, asc, count, eq, ilike, isNull, ne, or, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import type { Role } from '../principal';
import { membersTable, teamsTable, usersTable } from './users.tables';

export interface MemberFilter {
  /** Part of name or email, in any case. */
  readonly search?: string | undefined;
  readonly role?: Role | undefined;
}

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

const MEMBER = {
  userId: usersTable.id,
  name: usersTable.name,
  email: usersTable.email,
  role: membersTable.role,
  joinedAt: membersTable.joinedAt,
};

@Injectable()
export class MembersRepository {
  constructor(private readonly database: Database) {}

  async findTeam(teamId: TeamId) {
    const [team] = await this.database.handle
      .select({
        id: teamsTable.id,
        name: teamsTable.name,
        createdAt: teamsTable.createdAt,
        memberCount: count(membersTable.userId),
      })
      .from(teamsTable)
      .leftJoin(membersTable, eq(membersTable.teamId, teamsTable.id))
      .where(eq(teamsTable.id, teamId))
      .groupBy(teamsTable.id);
    return team;
  }

  async insertTeam(teamId: TeamId, name: string): Promise<void> {
    await this.database.handle.insert(teamsTable).values({ id: teamId, name });
  }

  async insert(teamId: TeamId, userId: string, role: Role): Promise<void> {
    await this.database.handle.insert(membersTable).values({ teamId, userId, role });
  }

  /** @returns whether the user was not in the team before */
  async insertIfNew(teamId: TeamId, userId: string, role: Role): Promise<boolean> {
    const rows = await this.database.handle
      .insert(membersTable)
      .values({ teamId, userId, role })
      .onConflictDoNothing()
      .returning({ userId: membersTable.userId });
    return rows.length > 0;
  }

  async setRole(teamId: TeamId, userId: string, role: Role): Promise<void> {
    await this.database.handle.update(membersTable).set({ role }).where(isMember(teamId, userId));
  }

  async remove(teamId: TeamId, userId: string): Promise<void> {
    await this.database.handle.delete(membersTable).where(isMember(teamId, userId));
  }

  /** Holds the team until the transaction ends: whoever changes its members waits for it first. */
  async lock(teamId: TeamId): Promise<void> {
    await this.database.handle
      .select({ id: teamsTable.id })
      .from(teamsTable)
      .where(eq(teamsTable.id, teamId))
      .for('no key update');
  }

  /** @returns whether there is an owner, other than this user, who can sign in */
  async hasOwnerBesides(teamId: TeamId, userId: string): Promise<boolean> {
    const rows = await this.database.handle
      .select({ userId: membersTable.userId })
      .from(membersTable)
      .innerJoin(usersTable, eq(usersTable.id, membersTable.userId))
      .where(
        and(
          eq(membersTable.teamId, teamId),
          eq(membersTable.role, 'owner'),
          ne(membersTable.userId, userId),
          isNull(usersTable.disabledAt),
        ),
      )
      .limit(1);
    return rows.length > 0;
  }

  /** @param email compared without regard to case */
  async hasEmail(teamId: TeamId, email: string): Promise<boolean> {
    const rows = await this.database.handle
      .select({ userId: membersTable.userId })
      .from(membersTable)
      .innerJoin(usersTable, eq(usersTable.id, membersTable.userId))
      .where(and(eq(membersTable.teamId, teamId), eq(sql`lower(${usersTable.email})`, email.toLowerCase())));
    return rows.length > 0;
  }

  async find(teamId: TeamId, userId: string) {
    const [member] = await this.database.handle
      .select(MEMBER)
      .from(membersTable)
      .innerJoin(usersTable, eq(usersTable.id, membersTable.userId))
      .where(isMember(teamId, userId));
    return member;
  }

  /** What decides whether the credentials of a member open anything. */
  async standing(teamId: TeamId, userId: string) {
    const [standing] = await this.database.handle
      .select({ role: membersTable.role, disabledAt: usersTable.disabledAt })
      .from(membersTable)
      .innerJoin(usersTable, eq(usersTable.id, membersTable.userId))
      .where(isMember(teamId, userId));
    return standing;
  }

  /** By name, in any case. */
  list(teamId: TeamId, filter: MemberFilter, page: Page) {
    return this.database.handle
      .select(MEMBER)
      .from(membersTable)
      .innerJoin(usersTable, eq(usersTable.id, membersTable.userId))
      .where(matching(teamId, filter))
      .orderBy(asc(sql`lower(${usersTable.name})`), asc(usersTable.id))
      .limit(page.limit)
      .offset(page.offset);
  }

  async count(teamId: TeamId, filter: MemberFilter): Promise<number> {
    const [row] = await this.database.handle
      .select({ total: count() })
      .from(membersTable)
      .innerJoin(usersTable, eq(usersTable.id, membersTable.userId))
      .where(matching(teamId, filter));
    return row?.total ?? 0;
  }
}

const isMember = (teamId: TeamId, userId: string) =>
  and(eq(membersTable.teamId, teamId), eq(membersTable.userId, userId));

function matching(teamId: TeamId, { search, role }: MemberFilter) {
  const pattern = search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : undefined;
  return and(
    eq(membersTable.teamId, teamId),
    role ? eq(membersTable.role, role) : undefined,
    pattern ? or(ilike(usersTable.name, pattern), ilike(usersTable.email, pattern)) : undefined,
  );
}
