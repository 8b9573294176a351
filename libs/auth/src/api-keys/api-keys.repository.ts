import { Injectable } from '@nestjs/common';
import { and, desc, eq, isNull, lt, or } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import type { Scope } from '../principal';
import { apiKeysTable } from './api-keys.tables';

export type ApiKeyRow = typeof apiKeysTable.$inferSelect;

export interface NewApiKeyRow {
  readonly userId: string;
  readonly name: string;
  readonly hash: string;
  readonly prefix: string;
  readonly last4: string;
  readonly scopes: Scope[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

export interface ApiKeyUse {
  readonly at: Date;
  readonly address: string;
  /** Another replica's note that is not older than this stands. */
  readonly notedBefore: Date;
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

  /** @returns the row as revoked now, or nothing if there is no such key that was not revoked before */
  async revoke(teamId: TeamId, id: string, at: Date): Promise<ApiKeyRow | undefined> {
    const [row] = await this.database.handle
      .update(apiKeysTable)
      .set({ revokedAt: at })
      .where(and(eq(apiKeysTable.teamId, teamId), eq(apiKeysTable.id, id), isNull(apiKeysTable.revokedAt)))
      .returning();
    return row;
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
