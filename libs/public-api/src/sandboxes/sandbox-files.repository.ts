import { Injectable } from '@nestjs/common';
import { and, asc, eq, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { sandboxFilesTable } from './sandboxes.tables';
import type { SandboxFileRow } from './sandboxes.tables';

@Injectable()
export class SandboxFilesRepository {
  constructor(private readonly database: Database) {}

  /** @returns all files of a sandbox, by path */
  async list(teamId: TeamId, sandboxId: string): Promise<SandboxFileRow[]> {
    return this.database.handle
      .select()
      .from(sandboxFilesTable)
      .where(and(eq(sandboxFilesTable.teamId, teamId), eq(sandboxFilesTable.sandboxId, sandboxId)))
      .orderBy(asc(sql`${sandboxFilesTable.path} collate "C"`));
  }

  async find(teamId: TeamId, sandboxId: string, path: string): Promise<SandboxFileRow | undefined> {
    const [row] = await this.database.handle
      .select()
      .from(sandboxFilesTable)
      .where(this.one(teamId, sandboxId, path));
    return row;
  }

  /** Creates the file, or lets it have the new content. */
  async put(
    teamId: TeamId,
    file: Pick<SandboxFileRow, 'sandboxId' | 'path' | 'blobId' | 'sizeBytes'>,
  ): Promise<void> {
    const { blobId, sizeBytes } = file;
    await this.database.handle
      .insert(sandboxFilesTable)
      .values({ teamId, ...file })
      .onConflictDoUpdate({
        target: [sandboxFilesTable.sandboxId, sandboxFilesTable.path],
        set: { blobId, sizeBytes },
      });
  }

  private one(teamId: TeamId, sandboxId: string, path: string) {
    return and(
      eq(sandboxFilesTable.teamId, teamId),
      eq(sandboxFilesTable.sandboxId, sandboxId),
      eq(sandboxFilesTable.path, path),
    );
  }
}
