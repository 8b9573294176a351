import { Injectable } from '@nestjs/common';
import { and, asc, count, eq, gte, ilike, inArray, lt, or, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { containsPattern } from '../shared';
import type { Page, PageRequest } from '../shared';
import { foldersOf } from './file-path';
import { filesTable } from './files.tables';

export type FileRow = typeof filesTable.$inferSelect;

/** What a content write sets. */
export type FileContentFields = Pick<FileRow, 'sizeBytes' | 'contentType' | 'isText' | 'etag' | 'blobId'>;

export interface FileFilter {
  readonly prefix?: string | undefined;
  readonly search?: string | undefined;
}

@Injectable()
export class FilesRepository {
  constructor(private readonly database: Database) {}

  async list(teamId: TeamId, filter: FileFilter, page: PageRequest): Promise<Page<FileRow>> {
    const { handle } = this.database;
    const { path } = filesTable;
    const where = and(
      eq(filesTable.teamId, teamId),
      filter.prefix ? sql`starts_with(${path}, ${filter.prefix})` : undefined,
      // In byte order only ASCII letters have two cases, so the search uses the collation of the database.
      filter.search ? ilike(sql`${path} collate "default"`, containsPattern(filter.search)) : undefined,
    );
    const rows = await handle
      .select()
      .from(filesTable)
      .where(where)
      .orderBy(asc(path))
      .limit(page.limit)
      .offset(page.offset);
    const [counted] = await handle.select({ total: count() }).from(filesTable).where(where);
    return { rows, total: counted?.total ?? 0 };
  }

  async find(teamId: TeamId, path: string): Promise<FileRow | undefined> {
    const [row] = await this.database.handle.select().from(filesTable).where(at(teamId, path));
    return row;
  }

  /**
   * Finds and locks a file until the transaction ends. Waits for a transaction that has just found the path through
   * `existing`, so that whatever comes to rely on the file is seen before the file goes.
   */
  async findForUpdate(teamId: TeamId, path: string): Promise<FileRow | undefined> {
    const [row] = await this.database.handle.select().from(filesTable).where(at(teamId, path)).for('update');
    return row;
  }

  /** @returns those of the paths that are files; they stay under these paths until the transaction ends */
  async existing(teamId: TeamId, paths: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.handle
      .select({ path: filesTable.path })
      .from(filesTable)
      .where(and(eq(filesTable.teamId, teamId), inArray(filesTable.path, [...paths])))
      .for('key share');
    return new Set(rows.map((row) => row.path));
  }

  /** @returns another file with which a file of this path cannot live: one below it, or one it would lie under */
  async findCollision(teamId: TeamId, path: string): Promise<string | undefined> {
    // '0' is the character after '/': the range holds exactly the paths that begin with `${path}/`.
    const below = and(gte(filesTable.path, `${path}/`), lt(filesTable.path, `${path}0`));
    const [row] = await this.database.handle
      .select({ path: filesTable.path })
      .from(filesTable)
      .where(and(eq(filesTable.teamId, teamId), or(inArray(filesTable.path, foldersOf(path)), below)))
      .limit(1);
    return row?.path;
  }

  async insert(teamId: TeamId, userId: string, path: string, content: FileContentFields): Promise<FileRow> {
    const [row] = await this.database.handle
      .insert(filesTable)
      .values({ teamId, path, createdBy: userId, ...content })
      .returning();
    return row!;
  }

  async replace(teamId: TeamId, path: string, content: FileContentFields): Promise<FileRow> {
    return this.update(teamId, path, content);
  }

  async rename(teamId: TeamId, path: string, newPath: string): Promise<FileRow> {
    return this.update(teamId, path, { path: newPath });
  }

  async remove(teamId: TeamId, path: string): Promise<void> {
    await this.database.handle.delete(filesTable).where(at(teamId, path));
  }

  private async update(teamId: TeamId, path: string, fields: Partial<FileRow>): Promise<FileRow> {
    const [row] = await this.database.handle
      .update(filesTable)
      .set({ ...fields, updatedAt: sql`now()` })
      .where(at(teamId, path))
      .returning();
    return row!;
  }
}

const at = (teamId: TeamId, path: string) => and(eq(filesTable.teamId, teamId), eq(filesTable.path, path));
