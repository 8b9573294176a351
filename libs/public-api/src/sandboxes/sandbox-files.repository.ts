import { Injectable } from '@nestjs/common';
import { and, asc, eq, inArray, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import type { Page, PageRequest } from '../shared';
import { sandboxFoldersOf } from './sandbox-path';
import { sandboxFilesTable } from './sandboxes.tables';
import type { SandboxFileRow } from './sandboxes.tables';

/** What a folder holds directly. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly sizeBytes: number;
}

@Injectable()
export class SandboxFilesRepository {
  constructor(private readonly database: Database) {}

  /** @returns files and folders of one folder, by name; folders exist through their files */
  async listFolder(
    teamId: TeamId,
    sandboxId: string,
    folder: string,
    page: PageRequest,
  ): Promise<Page<FolderEntry>> {
    const { handle } = this.database;
    const prefix = `${folder}/`;
    const below = sql`substr(${sandboxFilesTable.path}, char_length(${prefix}::text) + 1)`;
    const entries = handle
      .select({
        name: sql<string>`split_part(${below}, '/', 1)`.as('name'),
        isFolder: sql<boolean>`strpos(${below}, '/') > 0`.as('is_folder'),
        sizeBytes: sandboxFilesTable.sizeBytes,
      })
      .from(sandboxFilesTable)
      .where(and(inSandbox(teamId, sandboxId), startsWith(prefix)))
      .as('entries');
    const rows = await handle
      .select({
        name: entries.name,
        isFolder: sql<boolean>`bool_or(${entries.isFolder})`,
        sizeBytes: sql<number>`max(${entries.sizeBytes})`.mapWith(Number),
      })
      .from(entries)
      .groupBy(entries.name)
      .orderBy(sql`${entries.name} collate "C"`)
      .limit(page.limit)
      .offset(page.offset);
    const [counted] = await handle
      .select({ total: sql<number>`count(distinct ${entries.name})`.mapWith(Number) })
      .from(entries);
    return { rows, total: counted?.total ?? 0 };
  }

  async totalBytes(teamId: TeamId, sandboxId: string): Promise<number> {
    const [row] = await this.database.handle
      .select({ total: sql<number>`coalesce(sum(${sandboxFilesTable.sizeBytes}), 0)`.mapWith(Number) })
      .from(sandboxFilesTable)
      .where(inSandbox(teamId, sandboxId));
    return row?.total ?? 0;
  }

  async find(teamId: TeamId, sandboxId: string, path: string): Promise<SandboxFileRow | undefined> {
    const [row] = await this.database.handle
      .select()
      .from(sandboxFilesTable)
      .where(and(inSandbox(teamId, sandboxId), eq(sandboxFilesTable.path, path)));
    return row;
  }

  /** @returns another file with which a file of this path cannot live: one below it, or one it would lie under */
  async findCollision(teamId: TeamId, sandboxId: string, path: string): Promise<string | undefined> {
    const folders = sandboxFoldersOf(path);
    const above = folders.length > 0 ? inArray(sandboxFilesTable.path, folders) : undefined;
    const [row] = await this.database.handle
      .select({ path: sandboxFilesTable.path })
      .from(sandboxFilesTable)
      .where(and(inSandbox(teamId, sandboxId), or(above, startsWith(`${path}/`))))
      .orderBy(asc(sql`${sandboxFilesTable.path} collate "C"`))
      .limit(1);
    return row?.path;
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
}

const inSandbox = (teamId: TeamId, sandboxId: string) =>
  and(eq(sandboxFilesTable.teamId, teamId), eq(sandboxFilesTable.sandboxId, sandboxId));

const startsWith = (prefix: string): SQL => sql`starts_with(${sandboxFilesTable.path}, ${prefix})`;
