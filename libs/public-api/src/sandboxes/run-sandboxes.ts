import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { BlobStore, Database } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { SandboxFilesRepository } from './sandbox-files.repository';
import { SandboxesRepository } from './sandboxes.repository';
import type { SandboxFileRow } from './sandboxes.tables';

/** Sandboxes as runs use them: a sandbox serves one run at a time. */
@Injectable()
export class RunSandboxes {
  constructor(
    private readonly database: Database,
    private readonly sandboxes: SandboxesRepository,
    private readonly files: SandboxFilesRepository,
    private readonly blobs: BlobStore,
  ) {}

  /**
   * Gives a sandbox to a run until it ends.
   * @param use.userId user of the run, whose own the sandbox must be
   * @throws not_found, forbidden, sandbox_expired, sandbox_in_use
   */
  async reserve(
    teamId: TeamId,
    use: { readonly sandboxId: string; readonly userId: string; readonly runId: string },
  ): Promise<void> {
    const sandbox = await this.sandboxes.find(teamId, use.sandboxId);
    if (!sandbox) throw new ApiException('not_found');
    if (sandbox.createdBy !== use.userId) {
      throw new ApiException('forbidden', { message: 'A run can use only a sandbox of its own user.' });
    }
    if (!sandbox.isActive) throw new ApiException('sandbox_expired');
    if (!(await this.sandboxes.reserve(teamId, use.sandboxId, use.runId))) {
      throw new ApiException('sandbox_in_use');
    }
  }

  /** Takes the sandbox back from a run that has ended. */
  release(teamId: TeamId, runId: string): Promise<void> {
    return this.sandboxes.release(teamId, runId);
  }

  /** @throws not_found, sandbox_expired */
  async list(teamId: TeamId, sandboxId: string): Promise<SandboxFileRow[]> {
    await this.requireActive(teamId, sandboxId);
    return this.files.list(teamId, sandboxId);
  }

  /** @param path absolute, below /workspace. @throws not_found, sandbox_expired */
  async read(teamId: TeamId, sandboxId: string, path: string): Promise<Buffer> {
    await this.requireActive(teamId, sandboxId);
    const file = await this.files.find(teamId, sandboxId, path);
    if (!file) throw new ApiException('not_found');
    return this.blobs.readAll(file.blobId, 0, file.sizeBytes);
  }

  /** Creates or replaces a file. @param path absolute, below /workspace. @throws not_found, sandbox_expired */
  write(teamId: TeamId, sandboxId: string, path: string, bytes: Uint8Array): Promise<void> {
    return this.database.transaction(async () => {
      await this.requireActive(teamId, sandboxId);
      const former = await this.files.find(teamId, sandboxId, path);
      const blobId = randomUUID();
      const sizeBytes = await this.blobs.put(blobId, bytes);
      await this.files.put(teamId, { sandboxId, path, blobId, sizeBytes });
      if (former) await this.blobs.delete(former.blobId);
    });
  }

  private async requireActive(teamId: TeamId, sandboxId: string): Promise<void> {
    const sandbox = await this.sandboxes.find(teamId, sandboxId);
    if (!sandbox) throw new ApiException('not_found');
    if (!sandbox.isActive) throw new ApiException('sandbox_expired');
  }
}
