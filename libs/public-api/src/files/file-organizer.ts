import { Injectable } from '@nestjs/common';
import { BlobStore, Database } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { LiveConfigs } from '../agents';
import { requireEtag } from './etag';
import { FilesRepository } from './files.repository';
import type { FileRow } from './files.repository';
import { requireFreePath } from './path-conflict';
import { renamedPath } from './rename-rules';
import { StorageRepository } from './storage.repository';

/** Renames and deletes files, unless a live revision relies on them. */
@Injectable()
export class FileOrganizer {
  constructor(
    private readonly database: Database,
    private readonly files: FilesRepository,
    private readonly storage: StorageRepository,
    private readonly blobs: BlobStore,
    private readonly liveConfigs: LiveConfigs,
  ) {}

  /**
   * @throws ApiException `invalid_request` if the extension would change; `not_found`, `etag_mismatch`, `in_use`,
   * `already_exists`, `path_conflict`
   */
  rename(teamId: TeamId, path: string, newName: string, ifMatch?: string): Promise<FileRow> {
    const newPath = renamedPath(path, newName);
    return this.database.transaction(async () => {
      await this.storage.lock(teamId);
      const file = await this.require(teamId, path, ifMatch);
      if (newPath === path) return file;
      await this.requireUnused(teamId, path);
      if (await this.files.find(teamId, newPath)) throw new ApiException('already_exists');
      await requireFreePath(this.files, teamId, newPath);
      return this.files.rename(teamId, path, newPath);
    });
  }

  /** @throws ApiException `not_found`, `etag_mismatch`, `in_use` */
  delete(teamId: TeamId, path: string, ifMatch?: string): Promise<void> {
    return this.database.transaction(async () => {
      await this.storage.lock(teamId);
      const file = await this.require(teamId, path, ifMatch);
      await this.requireUnused(teamId, path);
      await this.files.remove(teamId, path);
      await this.blobs.delete(file.blobId);
      await this.storage.add(teamId, -file.sizeBytes);
    });
  }

  private async require(teamId: TeamId, path: string, ifMatch: string | undefined): Promise<FileRow> {
    const file = await this.files.findForUpdate(teamId, path);
    if (!file) throw new ApiException('not_found');
    requireEtag(file, ifMatch);
    return file;
  }

  private async requireUnused(teamId: TeamId, path: string): Promise<void> {
    if (!(await this.liveConfigs.usesFile(teamId, path))) return;
    throw new ApiException('in_use', { message: 'A live revision of an agent lists this file.' });
  }
}
