import { Injectable } from '@nestjs/common';
import { and, eq, gt, lt, or, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import type { Role } from '../principal';
import { membersTable, usersTable } from '../users/users.tables';
import type { BrowserSession } from './browser-session';
import { sessionsTable } from './sessions.tables';

/** A session ends after so long without a request, in hours. */
const IDLE_HOURS = 12;
const idleSince = sql`now() - make_interval(hours => ${IDLE_HOURS})`;
/** How exactly the last use is known, in seconds: not every request writes. */
const SEEN_SECONDS = 60;
const isLongAgo = sql<boolean>`${sessionsTable.lastSeenAt} < now() - make_interval(secs => ${SEEN_SECONDS})`;

export interface NewSession {
  readonly hash: string;
  readonly userId: string;
  readonly teamId: TeamId | null;
  readonly amr: readonly string[];
  readonly ip: string;
  readonly userAgent: string | null;
  readonly lifetimeSeconds: number;
}

/** A session with what holds for its user in its team now. */
export interface FoundSession {
  readonly session: BrowserSession;
  readonly role: Role | null;
  /** Whether the last use that is written down is more than a minute ago. */
  readonly isSeenLongAgo: boolean;
}

const SESSION = {
  id: sessionsTable.id,
  hash: sessionsTable.hash,
  userId: sessionsTable.userId,
  teamId: sql<TeamId | null>`${sessionsTable.teamId}`,
  amr: sessionsTable.amr,
  authenticatedAt: sessionsTable.authenticatedAt,
  expiresAt: sessionsTable.expiresAt,
};

/** @global A person signs in before a team is known, and may act in several. */
@Injectable()
export class SessionsRepository {
  constructor(private readonly database: Database) {}

  async insert({ lifetimeSeconds, amr, ...session }: NewSession): Promise<BrowserSession> {
    const [row] = await this.database.handle
      .insert(sessionsTable)
      .values({
        ...session,
        amr: [...amr],
        expiresAt: sql`now() + make_interval(secs => ${lifetimeSeconds})`,
      })
      .returning(SESSION);
    return row as BrowserSession;
  }

  /** @returns the session if it lives and its user may sign in */
  async find(hash: string): Promise<FoundSession | undefined> {
    const [row] = await this.database.handle
      .select({ ...SESSION, role: membersTable.role, isSeenLongAgo: isLongAgo })
      .from(sessionsTable)
      .innerJoin(usersTable, eq(usersTable.id, sessionsTable.userId))
      .leftJoin(
        membersTable,
        and(eq(membersTable.userId, sessionsTable.userId), eq(membersTable.teamId, sessionsTable.teamId)),
      )
      .where(
        and(
          eq(sessionsTable.hash, hash),
          gt(sessionsTable.expiresAt, sql`now()`),
          gt(sessionsTable.lastSeenAt, idleSince),
          sql`${usersTable.disabledAt} is null`,
        ),
      );
    if (!row) return undefined;
    const { role, isSeenLongAgo, ...session } = row;
    return { session, role, isSeenLongAgo };
  }

  /** Writes down that a session is in use, unless somebody else just did. */
  async touch(hash: string): Promise<void> {
    await this.database.handle
      .update(sessionsTable)
      .set({ lastSeenAt: sql`now()` })
      .where(and(eq(sessionsTable.hash, hash), isLongAgo));
  }

  /** @returns the time of the proof; of a session that has just ended, now */
  async prove(hash: string): Promise<Date> {
    const [row] = await this.database.handle
      .update(sessionsTable)
      .set({ authenticatedAt: sql`now()` })
      .where(eq(sessionsTable.hash, hash))
      .returning({ at: sessionsTable.authenticatedAt });
    return row?.at ?? new Date();
  }

  async setTeam(hash: string, teamId: TeamId): Promise<void> {
    await this.database.handle.update(sessionsTable).set({ teamId }).where(eq(sessionsTable.hash, hash));
  }

  async remove(hash: string): Promise<void> {
    await this.database.handle.delete(sessionsTable).where(eq(sessionsTable.hash, hash));
  }

  async removeAllOf(userId: string): Promise<void> {
    await this.database.handle.delete(sessionsTable).where(eq(sessionsTable.userId, userId));
  }

  /** Removes what has ended. @returns how many */
  async sweep(): Promise<number> {
    const rows = await this.database.handle
      .delete(sessionsTable)
      .where(or(lt(sessionsTable.expiresAt, sql`now()`), lt(sessionsTable.lastSeenAt, idleSince)))
      .returning({ id: sessionsTable.id });
    return rows.length;
  }
}
