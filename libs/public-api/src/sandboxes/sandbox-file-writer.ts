import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { BlobStore, Database } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { SANDBOX_UPLOAD_MAX_BYTES } from '../shared';
import { SandboxFilesRepository } from './sandbox-files.repository';
import { SANDBOX_MAX_BYTES } from './sandbox-limits';
import { SandboxesRepository } from './sandboxes.repository';

export interface SandboxWrite {
  readonly sandboxId: string;
  /** Absolute, below /workspace, by the rules of files. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Whether an existing file gets the new content. */
  readonly overwrite: boolean;
}

/** Puts files into sandboxes. */
@Injectable()
export class SandboxFileWriter {
  constructor(
    private readonly database: Database,
    private readonly sandboxes: SandboxesRepository,
    private readonly files: SandboxFilesRepository,
    private readonly blobs: BlobStore,
  ) {}

  /**
   * All under a lock on the sandbox: what was checked stays true, and no sweep passes between check and write.
   * @returns bytes stored
   * @throws ApiException `payload_too_large` if the file is over its limit or the sandbox has no room for it,
   * `not_found`, `sandbox_expired`, `already_exists`
   */
  async write(teamId: TeamId, { sandboxId, path, bytes, overwrite }: SandboxWrite): Promise<number> {
    if (bytes.length > SANDBOX_UPLOAD_MAX_BYTES)
      throw tooLarge(
        `The content has ${bytes.length} bytes; a file has at most ${SANDBOX_UPLOAD_MAX_BYTES}.`,
      );
    return this.database.transaction(async () => {
      await this.requireActive(teamId, sandboxId);
      await this.requireFreePath(teamId, sandboxId, path);
      const former = await this.files.find(teamId, sandboxId, path);
      if (former && !overwrite) throw taken(`The sandbox has a file ${path} already; choose another path.`);
      await this.requireRoom(teamId, sandboxId, bytes.length - (former?.sizeBytes ?? 0));
      const blobId = randomUUID();
      const sizeBytes = await this.blobs.put(blobId, bytes);
      await this.files.put(teamId, { sandboxId, path, blobId, sizeBytes });
      if (former) await this.blobs.delete(former.blobId);
      return sizeBytes;
    });
  }

  private async requireActive(teamId: TeamId, sandboxId: string): Promise<void> {
    const sandbox = await this.sandboxes.lock(teamId, sandboxId);
    if (!sandbox) throw new ApiException('not_found');
    if (!sandbox.isActive) throw new ApiException('sandbox_expired');
  }

  /** @param more bytes by which the sandbox is to grow */
  private async requireRoom(teamId: TeamId, sandboxId: string, more: number): Promise<void> {
    if (more <= 0) return;
    const room = SANDBOX_MAX_BYTES - (await this.files.totalBytes(teamId, sandboxId));
    if (more <= room) return;
    throw tooLarge(
      `The sandbox has room for ${Math.max(0, room)} bytes more, as its files together have at most ${SANDBOX_MAX_BYTES}. Use another sandbox.`,
    );
  }

  /** Folders exist through their files alone, so a path cannot be both. */
  private async requireFreePath(teamId: TeamId, sandboxId: string, path: string): Promise<void> {
    const other = await this.files.findCollision(teamId, sandboxId, path);
    if (other === undefined) return;
    throw taken(
      other.startsWith(`${path}/`)
        ? `The path ${path} is a folder: it holds ${other}. Choose another path.`
        : `The path ${path} lies under ${other}, which is a file. Choose another path.`,
    );
  }
}

const tooLarge = (message: string): ApiException => new ApiException('payload_too_large', { message });

const taken = (message: string): ApiException => new ApiException('already_exists', { message });
