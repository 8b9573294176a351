import type { AdapterPayload } from 'oidc-provider';
import { toRow } from './artifact';
import { ArtifactAdapter } from './artifact-adapter';
import type { ArtifactStore } from './artifact-adapter';

/** Storage of the proofs that clients have used. The library looks first; of two at a time both would see nothing. */
export class ReplayAdapter extends ArtifactAdapter {
  /** @param replayed makes the error for a proof that was used before, in the library's terms */
  constructor(
    store: ArtifactStore,
    private readonly replayed: () => Error,
  ) {
    super('ReplayDetection', store);
  }

  /** @throws what `replayed` gives, for all but the first */
  override async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const row = toRow(this.model, id, payload, this.store.box);
    if (!(await this.store.repository.insertNew(row, expiresIn))) throw this.replayed();
  }
}
