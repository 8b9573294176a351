import { Injectable } from '@nestjs/common';
import { BlobGoneError, BlobStore } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { SandboxFileWriter } from './sandbox-file-writer';
import { SandboxFilesRepository } from './sandbox-files.repository';
import { sandboxPathFault } from './sandbox-path';
import { SandboxesRepository } from './sandboxes.repository';

/** How often a reader follows a file that is replaced while it reads. */
const ATTEMPTS = 3;

/** Sandboxes as runs use them: a sandbox serves one run at a time. */
@Injectable()
export class RunSandboxes {
  constructor(
    private readonly sandboxes: SandboxesRepository,
    private readonly files: SandboxFilesRepository,
    private readonly writer: SandboxFileWriter,
    private readonly blobs: BlobStore,
  ) {}

  /**
   * Gives a sandbox to a run until it ends; once more to the same run is no error.
   * @param use.userId user of the run, whose own the sandbox must be, whatever the role
   * @throws ApiException `not_found`, `forbidden`, `sandbox_expired`, `sandbox_in_use`
   */
  async reserve(
    teamId: TeamId,
    use: { readonly sandboxId: string; readonly userId: string; readonly runId: string },
  ): Promise<void> {
    const sandbox = await this.requireActive(teamId, use.sandboxId, use.userId);
    if (await this.sandboxes.reserve(teamId, sandbox.id, use.runId)) return;
    // It has been taken, or has expired since it was looked at.
    await this.requireActive(teamId, use.sandboxId, use.userId);
    throw new ApiException('sandbox_in_use');
  }

  /**
   * Whether a run of the user may ask for the sandbox at all; another run may have it at the moment.
   * @throws ApiException `not_found`, `forbidden`, `sandbox_expired`
   */
  async requireUsable(
    teamId: TeamId,
    { sandboxId, userId }: { readonly sandboxId: string; readonly userId: string },
  ): Promise<void> {
    await this.requireActive(teamId, sandboxId, userId);
  }

  /** Takes the sandbox back from a run that has ended. */
  release(teamId: TeamId, runId: string): Promise<void> {
    return this.sandboxes.release(teamId, runId);
  }

  /**
   * @param path absolute, below /workspace
   * @throws ApiException `not_found`, `sandbox_expired`; `conflict` if the file is replaced again and again
   */
  async read(teamId: TeamId, sandboxId: string, path: string): Promise<Buffer> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      await this.requireActive(teamId, sandboxId);
      const file = await this.files.find(teamId, sandboxId, path);
      if (!file) throw new ApiException('not_found', { message: `The sandbox has no file ${path}.` });
      try {
        return await this.blobs.readAll(file.blobId, 0, file.sizeBytes);
      } catch (error) {
        if (!(error instanceof BlobGoneError)) throw error;
      }
    }
    throw new ApiException('conflict', { message: 'The file is being replaced; try again.' });
  }

  /**
   * Creates a file, or replaces its content.
   * @param path absolute, below /workspace
   * @throws ApiException `invalid_request` for a path that breaks a rule, `payload_too_large`, `not_found`,
   * `sandbox_expired`; `already_exists` if the path is a folder or lies under a file
   */
  async write(teamId: TeamId, sandboxId: string, path: string, bytes: Uint8Array): Promise<void> {
    const fault = sandboxPathFault(path);
    if (fault !== undefined) {
      throw new ApiException('invalid_request', {
        message: `The path ${path} ${fault}.`,
        details: [{ field: 'path', message: fault, code: 'custom' }],
      });
    }
    await this.writer.write(teamId, { sandboxId, path, bytes, overwrite: true });
  }

  private async requireActive(teamId: TeamId, sandboxId: string, userId?: string) {
    const sandbox = await this.sandboxes.find(teamId, sandboxId);
    if (!sandbox) throw new ApiException('not_found');
    if (userId !== undefined && sandbox.createdBy !== userId) {
      throw new ApiException('forbidden', { message: 'A run can use only a sandbox of its own user.' });
    }
    if (!sandbox.isActive) throw new ApiException('sandbox_expired');
    return sandbox;
  }
}
