import { Injectable } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { webhookSecretsTable as secrets } from './webhooks.tables';

/** @global An encryption key is that of the whole installation. */
@Injectable()
export class SealedSecretsRepository {
  constructor(private readonly database: Database) {}

  /** @returns teams with a secret that was not written with this key */
  async teamsNotSealedBy(prefix: string): Promise<TeamId[]> {
    const rows = await this.database.handle
      .select({ teamId: secrets.teamId })
      .from(secrets)
      .where(
        sql`not starts_with(${secrets.secret}, ${prefix}) or not starts_with(${secrets.formerSecret}, ${prefix})`,
      );
    return rows.map(({ teamId }) => teamId as TeamId);
  }
}
