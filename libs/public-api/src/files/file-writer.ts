import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { BlobStore, Database } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { contentTypeOf } from './content-type';
import { requireEtag } from './etag';
import { FILE_LIMITS } from './file-limits';
import type { FileLimits } from './file-limits';
import { FilesRepository } from './files.repository';
import type { FileRow } from './files.repository';
import { requireFreePath } from './path-conflict';
import { StorageRepository } from './storage.repository';

export interface FileWrite {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Left out: guessed from the name. */
  readonly contentType?: string | undefined;
  /** `false`: only create. @default true */
  readonly overwrite?: boolean | undefined;
  /** Etag that the current content must have. */
  readonly ifMatch?: string | undefined;
}

export interface WrittenFile {
  readonly file: FileRow;
  readonly created: boolean;
}

/** Creates files and replaces their content. */
@Injectable()
export class FileWriter {
  constructor(
    private readonly database: Database,
    private readonly files: FilesRepository,
    private readonly storage: StorageRepository,
    private readonly blobs: BlobStore,
    @Inject(FILE_LIMITS) private readonly limits: FileLimits,
  ) {}

  /**
   * Everything is checked twice: first so that a refused write stores nothing, then under the team's lock, where
   * the answer holds. The bytes are stored in between, so that the lock is short. Of two writers of one path the
   * later one wins.
   *
   * @throws ApiException `payload_too_large`, `path_conflict`, `already_exists`, `etag_mismatch`, `quota_exceeded`
   */
  write(teamId: TeamId, userId: string, write: FileWrite): Promise<WrittenFile> {
    if (write.bytes.length > this.limits.fileBytes) {
      throw new ApiException('payload_too_large', {
        message: `The content has ${write.bytes.length} bytes; a file has at most ${this.limits.fileBytes}.`,
      });
    }
    return this.database.transaction(async () => {
      await this.check(teamId, write, await this.storage.used(teamId));
      const content = await this.store(write);
      const current = await this.check(teamId, write, await this.storage.lock(teamId));
      await this.storage.add(teamId, content.sizeBytes - (current?.sizeBytes ?? 0));
      if (!current) {
        return { file: await this.files.insert(teamId, userId, write.path, content), created: true };
      }
      const file = await this.files.replace(teamId, write.path, content);
      await this.blobs.delete(current.blobId);
      return { file, created: false };
    });
  }

  /** @returns the file that the write would replace */
  private async check(teamId: TeamId, write: FileWrite, used: number): Promise<FileRow | undefined> {
    const current = await this.files.find(teamId, write.path);
    if (!current) await requireFreePath(this.files, teamId, write.path);
    if (current && write.overwrite === false) {
      throw new ApiException('already_exists', { message: 'The file exists and overwrite is false.' });
    }
    requireEtag(current, write.ifMatch);
    this.requireSpace(used, current?.sizeBytes ?? 0, write.bytes.length);
    return current;
  }

  // A write that frees space is let through even over the limit, or a full team could not shrink its files.
  private requireSpace(used: number, oldBytes: number, newBytes: number): void {
    const after = used - oldBytes + newBytes;
    if (newBytes <= oldBytes || after <= this.limits.teamBytes) return;
    throw new ApiException('quota_exceeded', {
      message: `The team would use ${after} of ${this.limits.teamBytes} bytes of storage.`,
    });
  }

  private async store({ path, bytes, contentType }: FileWrite) {
    const blobId = randomUUID();
    const sizeBytes = await this.blobs.put(blobId, bytes);
    return {
      blobId,
      sizeBytes,
      isText: isUtf8(bytes),
      etag: randomUUID(),
      contentType: contentType ?? contentTypeOf(path),
    };
  }
}
