import { Injectable } from '@nestjs/common';
import { and, count, desc, eq, gt, isNull, lt, or } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import type { Scope } from '../principal';
import { teamsTable } from '../users/users.tables';
import { apiKeysTable } from './api-keys.tables';

export type ApiKeyRow = typeof apiKeysTable.$inferSelect;

export interface NewApiKeyRow {
  readonly userId: string;
  readonly name: string;
  readonly hash: string;
  readonly prefix: string;
  readonly last4: string;
  readonly scopes: Scope[];
  readonly mcpBound: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

/** The new secret of a key, and until when the one before is taken. */
export interface RotatedApiKeyRow {
  readonly hash: string;
  readonly prefix: string;
  readonly last4: string;
  readonly previousEndsAt: Date;
}

export interface ApiKeyUse {
  readonly at: Date;
  readonly address: string;
  /** Another replica's note that is not older than this stands. */
  readonly notedBefore: Date;
}

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

@Injectable()
export class ApiKeysRepository {
  constructor(private readonly database: Database) {}

  async insert(teamId: TeamId, key: NewApiKeyRow): Promise<ApiKeyRow> {
    const [row] = await this.database.handle
      .insert(apiKeysTable)
      .values({ ...key, teamId })
      .returning();
    return row as ApiKeyRow;
  }

  /** Newest first; of one user if `userId` is given. */
  list(teamId: TeamId, userId?: string): Promise<ApiKeyRow[]> {
    return this.database.handle
      .select()
      .from(apiKeysTable)
      .where(and(eq(apiKeysTable.teamId, teamId), userId ? eq(apiKeysTable.userId, userId) : undefined))
      .orderBy(desc(apiKeysTable.createdAt), desc(apiKeysTable.id));
  }

  /** A page of what `list` gives, and how many there are in all. */
  async page(teamId: TeamId, userId: string | undefined, { limit, offset }: Page) {
    const which = and(eq(apiKeysTable.teamId, teamId), userId ? eq(apiKeysTable.userId, userId) : undefined);
    const rows = await this.database.handle
      .select()
      .from(apiKeysTable)
      .where(which)
      .orderBy(desc(apiKeysTable.createdAt), desc(apiKeysTable.id))
      .limit(limit)
      .offset(offset);
    const [counted] = await this.database.handle.select({ total: count() }).from(apiKeysTable).where(which);
    return { rows, total: counted?.total ?? 0 };
  }

  /** @returns the key, also one that has ended */
  async find(teamId: TeamId, id: string): Promise<ApiKeyRow | undefined> {
    const [row] = await this.database.handle
      .select()
      .from(apiKeysTable)
      .where(and(eq(apiKeysTable.teamId, teamId), eq(apiKeysTable.id, id)));
    return row;
  }

  /** A key of a user that can still be used, held until the transaction ends. */
  async lockLiving(teamId: TeamId, id: string, userId: string, now: Date): Promise<ApiKeyRow | undefined> {
    const [row] = await this.database.handle
      .select()
      .from(apiKeysTable)
      .where(
        and(
          eq(apiKeysTable.teamId, teamId),
          eq(apiKeysTable.id, id),
          eq(apiKeysTable.userId, userId),
          isNull(apiKeysTable.revokedAt),
          or(isNull(apiKeysTable.expiresAt), gt(apiKeysTable.expiresAt, now)),
        ),
      )
      .for('no key update');
    return row;
  }

  /** Puts a new secret in place of the one that `locked` has. @returns the row as it is now */
  async rotate(teamId: TeamId, locked: ApiKeyRow, next: RotatedApiKeyRow): Promise<ApiKeyRow> {
    const [row] = await this.database.handle
      .update(apiKeysTable)
      .set({ ...next, previousHash: locked.hash })
      .where(and(eq(apiKeysTable.teamId, teamId), eq(apiKeysTable.id, locked.id)))
      .returning();
    return row as ApiKeyRow;
  }

  /** @returns the row as it is now, or nothing if there is no such key that was not revoked */
  async setMcpBound(teamId: TeamId, id: string, mcpBound: string | null): Promise<ApiKeyRow | undefined> {
    const [row] = await this.database.handle
      .update(apiKeysTable)
      .set({ mcpBound })
      .where(and(eq(apiKeysTable.teamId, teamId), eq(apiKeysTable.id, id), isNull(apiKeysTable.revokedAt)))
      .returning();
    return row;
  }

  /**
   * @param userId only if it is a key of this user
   * @returns the row as revoked now, or nothing if there is no such key that was not revoked before
   */
  async revoke(teamId: TeamId, id: string, at: Date, userId?: string): Promise<ApiKeyRow | undefined> {
    const [row] = await this.database.handle
      .update(apiKeysTable)
      .set({ revokedAt: at })
      .where(
        and(
          eq(apiKeysTable.teamId, teamId),
          eq(apiKeysTable.id, id),
          userId === undefined ? undefined : eq(apiKeysTable.userId, userId),
          isNull(apiKeysTable.revokedAt),
        ),
      )
      .returning();
    return row;
  }

  /** Ends every key, or every one of a user, that was not revoked before. @returns the rows as revoked now */
  revokeAll(teamId: TeamId, at: Date, userId?: string): Promise<ApiKeyRow[]> {
    const ofUser = userId === undefined ? undefined : eq(apiKeysTable.userId, userId);
    return this.database.handle
      .update(apiKeysTable)
      .set({ revokedAt: at })
      .where(and(eq(apiKeysTable.teamId, teamId), ofUser, isNull(apiKeysTable.revokedAt)))
      .returning();
  }

  /** @returns longest life of a new key, in days; `null`: any, and none */
  async maxDaysOf(teamId: TeamId): Promise<number | null> {
    const [team] = await this.database.handle
      .select({ maxDays: teamsTable.apiKeyMaxDays })
      .from(teamsTable)
      .where(eq(teamsTable.id, teamId));
    return team?.maxDays ?? null;
  }

  async setMaxDays(teamId: TeamId, maxDays: number | null): Promise<void> {
    await this.database.handle
      .update(teamsTable)
      .set({ apiKeyMaxDays: maxDays })
      .where(eq(teamsTable.id, teamId));
  }

  async noteUse(teamId: TeamId, id: string, use: ApiKeyUse): Promise<void> {
    await this.database.handle
      .update(apiKeysTable)
      .set({ lastUsedAt: use.at, lastUsedIp: use.address })
      .where(
        and(
          eq(apiKeysTable.teamId, teamId),
          eq(apiKeysTable.id, id),
          or(isNull(apiKeysTable.lastUsedAt), lt(apiKeysTable.lastUsedAt, use.notedBefore)),
        ),
      );
  }
}
