import { Injectable } from '@nestjs/common';
import { BlobStore, Database } from '@app/database';
import { ExpiredSandboxesRepository } from './expired-sandboxes.repository';

/** What one transaction removes at most, so that none of them is long; a file that is bigger goes alone. */
const FILES_PER_STEP = 100;
const BYTES_PER_STEP = 32 * 1024 * 1024;

/** Removes what expired sandboxes held. That they have expired does not depend on it. */
@Injectable()
export class SandboxCleaner {
  constructor(
    private readonly database: Database,
    private readonly expired: ExpiredSandboxesRepository,
    private readonly blobs: BlobStore,
  ) {}

  /**
   * Several may clean at once: a sandbox that another one has locked is passed over.
   * @param limit most transactions of this call; each is for one sandbox, and one with many files takes several
   * @param signal ends it after the transaction in hand
   * @returns how many sandboxes are done with
   */
  async clean(limit: number, signal?: AbortSignal): Promise<number> {
    let done = 0;
    for (let step = 0; step < limit && !signal?.aborted; step += 1) {
      const outcome = await this.database.transaction(() => this.step());
      if (outcome === 'nothing left') break;
      if (outcome === 'cleaned') done += 1;
    }
    return done;
  }

  private async step(): Promise<'nothing left' | 'cleaned' | 'begun'> {
    const sandboxId = await this.expired.lockNext();
    if (sandboxId === undefined) return 'nothing left';
    const found = await this.expired.files(sandboxId, FILES_PER_STEP);
    const files = firstOf(found, BYTES_PER_STEP);
    if (files.length > 0) {
      for (const { blobId } of files) await this.blobs.delete(blobId);
      const paths = files.map(({ path }) => path);
      await this.expired.removeFiles(sandboxId, paths);
    }
    if (files.length < found.length || found.length === FILES_PER_STEP) return 'begun';
    await this.expired.markCleaned(sandboxId);
    return 'cleaned';
  }
}

/** @returns the first files that have at most so many bytes together, and always one */
function firstOf<File extends { readonly sizeBytes: number }>(files: readonly File[], bytes: number): File[] {
  let sum = 0;
  return files.filter(({ sizeBytes }, n) => (sum += sizeBytes) <= bytes || n === 0);
}
