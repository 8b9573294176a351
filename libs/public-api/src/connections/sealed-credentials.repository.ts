import { Injectable } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { connectionCredentialsTable as credentials } from './connections.tables';

/** @global An encryption key is that of the whole installation. */
@Injectable()
export class SealedCredentialsRepository {
  constructor(private readonly database: Database) {}

  /** @returns team of each connection whose credentials were not written with this key, by connection */
  async notSealedBy(prefix: string): Promise<ReadonlyMap<string, TeamId>> {
    const rows = await this.database.handle
      .select({ connectionId: credentials.connectionId, teamId: credentials.teamId })
      .from(credentials)
      .where(sql`not starts_with(${credentials.sealed}, ${prefix})`);
    return new Map(rows.map(({ connectionId, teamId }) => [connectionId, teamId as TeamId]));
  }
}
