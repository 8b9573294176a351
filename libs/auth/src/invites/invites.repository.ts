import { Injectable } from '@nestjs/common';
import { and, count, desc, eq, inArray, lte, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import type { Role } from '../principal';
import type { Invite, NewInvite } from './invite';
import { invitesTable } from './invites.tables';

export interface NewInviteRow extends NewInvite {
  readonly hash: string;
  readonly lifetimeDays: number;
}

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

const INVITE = {
  id: invitesTable.id,
  email: invitesTable.email,
  role: invitesTable.role,
  invitedBy: invitesTable.invitedBy,
  createdAt: invitesTable.createdAt,
  expiresAt: invitesTable.expiresAt,
};

@Injectable()
export class InvitesRepository {
  constructor(private readonly database: Database) {}

  /** @returns nothing if the address has an invite already */
  async insert(teamId: TeamId, { lifetimeDays, ...invite }: NewInviteRow): Promise<Invite | undefined> {
    const [row] = await this.database.handle
      .insert(invitesTable)
      .values({ ...invite, teamId, expiresAt: sql`now() + make_interval(days => ${lifetimeDays})` })
      .onConflictDoNothing()
      .returning(INVITE);
    return row;
  }

  /** Newest first, and how many there are in all. */
  async page(teamId: TeamId, { limit, offset }: Page): Promise<{ invites: Invite[]; total: number }> {
    const ofTeam = eq(invitesTable.teamId, teamId);
    const invites = await this.database.handle
      .select(INVITE)
      .from(invitesTable)
      .where(ofTeam)
      .orderBy(desc(invitesTable.createdAt), desc(invitesTable.id))
      .limit(limit)
      .offset(offset);
    const [counted] = await this.database.handle.select({ total: count() }).from(invitesTable).where(ofTeam);
    return { invites, total: counted?.total ?? 0 };
  }

  async find(teamId: TeamId, id: string): Promise<Invite | undefined> {
    const [row] = await this.database.handle
      .select(INVITE)
      .from(invitesTable)
      .where(and(eq(invitesTable.teamId, teamId), eq(invitesTable.id, id)));
    return row;
  }

  /** @returns whether there was such an invite */
  async remove(teamId: TeamId, id: string): Promise<boolean> {
    const rows = await this.database.handle
      .delete(invitesTable)
      .where(and(eq(invitesTable.teamId, teamId), eq(invitesTable.id, id)))
      .returning({ id: invitesTable.id });
    return rows.length > 0;
  }

  /** Removes what has run out of an address. */
  async removeExpired(teamId: TeamId, email: string): Promise<void> {
    await this.database.handle
      .delete(invitesTable)
      .where(
        and(
          eq(invitesTable.teamId, teamId),
          eq(sql`lower(${invitesTable.email})`, email.toLowerCase()),
          lte(invitesTable.expiresAt, sql`now()`),
        ),
      );
  }

  /** Removes what a user has made, of these roles. */
  async removeMadeBy(teamId: TeamId, userId: string, roles: readonly Role[]): Promise<void> {
    await this.database.handle
      .delete(invitesTable)
      .where(
        and(
          eq(invitesTable.teamId, teamId),
          eq(invitesTable.invitedBy, userId),
          inArray(invitesTable.role, [...roles]),
        ),
      );
  }
}
