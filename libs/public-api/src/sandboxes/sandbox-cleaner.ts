import { Injectable } from '@nestjs/common';
import { BlobStore, Database } from '@app/database';
import { ExpiredSandboxesRepository } from './expired-sandboxes.repository';

/** Files that one transaction removes, so that none of them is long. */
const FILES_PER_STEP = 100;

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
   * @returns how many sandboxes are done with
   */
  async clean(limit: number): Promise<number> {
    let done = 0;
    for (let step = 0; step < limit; step += 1) {
      const outcome = await this.database.transaction(() => this.step());
      if (outcome === 'nothing left') break;
      if (outcome === 'cleaned') done += 1;
    }
    return done;
  }

  private async step(): Promise<'nothing left' | 'cleaned' | 'begun'> {
    const sandboxId = await this.expired.lockNext();
    if (sandboxId === undefined) return 'nothing left';
    const files = await this.expired.files(sandboxId, FILES_PER_STEP);
    if (files.length > 0) {
      for (const { blobId } of files) await this.blobs.delete(blobId);
      const paths = files.map(({ path }) => path);
      await this.expired.removeFiles(sandboxId, paths);
    }
    if (files.length === FILES_PER_STEP) return 'begun';
    await this.expired.markCleaned(sandboxId);
    return 'cleaned';
  }
}
