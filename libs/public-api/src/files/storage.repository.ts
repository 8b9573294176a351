import { Injectable } from '@nestjs/common';
import { eq, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { teamStorageTable } from './files.tables';

/** Counts the bytes of a team. */
@Injectable()
export class StorageRepository {
  constructor(private readonly database: Database) {}

  /** @returns bytes in use */
  async used(teamId: TeamId): Promise<number> {
    const [row] = await this.database.handle
      .select()
      .from(teamStorageTable)
      .where(eq(teamStorageTable.teamId, teamId));
    return row?.usedBytes ?? 0;
  }

  /**
   * Makes every other change to the team's files wait until the transaction ends: checks that look at several
   * paths, and the quota, hold only if nobody adds a file in between.
   * @returns bytes in use
   */
  async lock(teamId: TeamId): Promise<number> {
    const [row] = await this.database.handle
      .insert(teamStorageTable)
      .values({ teamId })
      .onConflictDoUpdate({ target: teamStorageTable.teamId, set: { teamId } })
      .returning();
    return row!.usedBytes;
  }

  /** @param bytes what is added; negative for what is freed */
  async add(teamId: TeamId, bytes: number): Promise<void> {
    await this.database.handle
      .update(teamStorageTable)
      .set({ usedBytes: sql`${teamStorageTable.usedBytes} + ${bytes}` })
      .where(eq(teamStorageTable.teamId, teamId));
  }
}
