import { Injectable } from '@nestjs/common';
import { and, eq, or } from 'drizzle-orm';
import { Database } from '@app/database';
import { membersTable, usersTable } from '../users/users.tables';
import { apiKeysTable } from './api-keys.tables';

/**
 * Finds a key by its hash.
 * @global the key is what says which team the request belongs to
 */
@Injectable()
export class ApiKeyLookupRepository {
  constructor(private readonly database: Database) {}

  /**
   * Key, its user and the user's membership in one query; nothing if any of the three is gone. The hash may be that
   * of the secret before the last rotation.
   */
  async find(hash: string) {
    const [row] = await this.database.handle
      .select({
        id: apiKeysTable.id,
        hash: apiKeysTable.hash,
        previousEndsAt: apiKeysTable.previousEndsAt,
        teamId: apiKeysTable.teamId,
        userId: apiKeysTable.userId,
        name: apiKeysTable.name,
        prefix: apiKeysTable.prefix,
        scopes: apiKeysTable.scopes,
        mcpBound: apiKeysTable.mcpBound,
        expiresAt: apiKeysTable.expiresAt,
        revokedAt: apiKeysTable.revokedAt,
        disabledAt: usersTable.disabledAt,
        role: membersTable.role,
      })
      .from(apiKeysTable)
      .innerJoin(usersTable, eq(usersTable.id, apiKeysTable.userId))
      .innerJoin(
        membersTable,
        and(eq(membersTable.teamId, apiKeysTable.teamId), eq(membersTable.userId, apiKeysTable.userId)),
      )
      .where(or(eq(apiKeysTable.hash, hash), eq(apiKeysTable.previousHash, hash)));
    return row;
  }
}

export type FoundApiKey = NonNullable<Awaited<ReturnType<ApiKeyLookupRepository['find']>>>;
