import { Injectable } from '@nestjs/common';
import { and, asc, desc, eq, or } from 'drizzle-orm';
import { Database } from '@app/database';
import { membersTable, teamsTable, usersTable } from '../users/users.tables';
import { apiKeysTable } from './api-keys.tables';

export interface ApiKeyFilter {
  readonly teamId?: string | undefined;
  readonly userId?: string | undefined;
  readonly id?: string | undefined;
  readonly prefix?: string | undefined;
}

/**
 * Keys with the people and teams they belong to.
 * @global the operator of the server looks after the keys of all teams
 */
@Injectable()
export class ApiKeyDirectoryRepository {
  constructor(private readonly database: Database) {}

  /** Keys that fit every given part of the filter (`id` or `prefix`: either), by team, newest first. */
  find({ teamId, userId, id, prefix }: ApiKeyFilter) {
    const reference = or(
      id === undefined ? undefined : eq(apiKeysTable.id, id),
      prefix === undefined ? undefined : eq(apiKeysTable.prefix, prefix),
    );
    return this.database.handle
      .select({ key: apiKeysTable, team: teamsTable, user: usersTable, role: membersTable.role })
      .from(apiKeysTable)
      .innerJoin(teamsTable, eq(teamsTable.id, apiKeysTable.teamId))
      .innerJoin(usersTable, eq(usersTable.id, apiKeysTable.userId))
      .leftJoin(
        membersTable,
        and(eq(membersTable.teamId, apiKeysTable.teamId), eq(membersTable.userId, apiKeysTable.userId)),
      )
      .where(
        and(
          teamId === undefined ? undefined : eq(apiKeysTable.teamId, teamId),
          userId === undefined ? undefined : eq(apiKeysTable.userId, userId),
          reference,
        ),
      )
      .orderBy(asc(teamsTable.name), asc(teamsTable.id), desc(apiKeysTable.createdAt), desc(apiKeysTable.id));
  }
}
