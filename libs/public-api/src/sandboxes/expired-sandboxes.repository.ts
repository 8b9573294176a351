import { Injectable } from '@nestjs/common';
import { and, asc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import { blobChunksTable, Database } from '@app/database';
import { sandboxesTable, sandboxFilesTable } from './sandboxes.tables';

/** @global Expired sandboxes of all teams are cleaned by one sweep. */
@Injectable()
export class ExpiredSandboxesRepository {
  constructor(private readonly database: Database) {}

  /** Removes files and content of one expired sandbox. @returns whether there was one */
  async cleanNext(): Promise<boolean> {
    const { handle } = this.database;
    const [sandbox] = await handle
      .select({ id: sandboxesTable.id })
      .from(sandboxesTable)
      .where(and(isNull(sandboxesTable.cleanedAt), lte(sandboxesTable.expiresAt, sql`now()`)))
      .orderBy(asc(sandboxesTable.expiresAt))
      .limit(1)
      .for('no key update', { skipLocked: true });
    if (!sandbox) return false;
    const blobs = handle
      .select({ id: sandboxFilesTable.blobId })
      .from(sandboxFilesTable)
      .where(eq(sandboxFilesTable.sandboxId, sandbox.id));
    await handle.delete(blobChunksTable).where(inArray(blobChunksTable.blobId, blobs));
    await handle.delete(sandboxFilesTable).where(eq(sandboxFilesTable.sandboxId, sandbox.id));
    await handle
      .update(sandboxesTable)
      .set({ cleanedAt: sql`now()` })
      .where(eq(sandboxesTable.id, sandbox.id));
    return true;
  }
}
