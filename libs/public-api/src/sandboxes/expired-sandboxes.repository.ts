import { Injectable } from '@nestjs/common';
import { and, asc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import { sandboxesTable, sandboxFilesTable } from './sandboxes.tables';
import type { SandboxFileRow } from './sandboxes.tables';

/** @global Expired sandboxes of all teams are cleaned by one sweep. */
@Injectable()
export class ExpiredSandboxesRepository {
  constructor(private readonly database: Database) {}

  /** Locks the sandbox that expired first of those that still await cleaning and that nobody else has locked. */
  async lockNext(): Promise<string | undefined> {
    const [sandbox] = await this.database.handle
      .select({ id: sandboxesTable.id })
      .from(sandboxesTable)
      .where(and(isNull(sandboxesTable.cleanedAt), lte(sandboxesTable.expiresAt, sql`now()`)))
      .orderBy(asc(sandboxesTable.expiresAt))
      .limit(1)
      .for('no key update', { skipLocked: true });
    return sandbox?.id;
  }

  async files(
    sandboxId: string,
    limit: number,
  ): Promise<Pick<SandboxFileRow, 'path' | 'blobId' | 'sizeBytes'>[]> {
    return this.database.handle
      .select({
        path: sandboxFilesTable.path,
        blobId: sandboxFilesTable.blobId,
        sizeBytes: sandboxFilesTable.sizeBytes,
      })
      .from(sandboxFilesTable)
      .where(eq(sandboxFilesTable.sandboxId, sandboxId))
      .limit(limit);
  }

  async removeFiles(sandboxId: string, paths: readonly string[]): Promise<void> {
    await this.database.handle
      .delete(sandboxFilesTable)
      .where(and(eq(sandboxFilesTable.sandboxId, sandboxId), inArray(sandboxFilesTable.path, [...paths])));
  }

  /** From now on the sandbox awaits no cleaning, and serves no run. */
  async markCleaned(sandboxId: string): Promise<void> {
    await this.database.handle
      .update(sandboxesTable)
      .set({ cleanedAt: sql`now()`, runId: null })
      .where(eq(sandboxesTable.id, sandboxId));
  }
}
