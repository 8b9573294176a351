import type { AdapterPayload } from 'oidc-provider';
import { hashOf, toRow } from './artifact';
import { ArtifactAdapter } from './artifact-adapter';
import type { ArtifactStore } from './artifact-adapter';

/** Storage of requests for access. The library reads one and destroys it before it goes on: that is its one use. */
export class InteractionAdapter extends ArtifactAdapter {
  /** @param gone makes the error for whoever comes second, in the library's terms */
  constructor(
    store: ArtifactStore,
    private readonly gone: () => Error,
  ) {
    super('Interaction', store);
  }

  /**
   * A request that has an answer was kept before; one that is gone meanwhile stays gone, or it would lead on twice.
   * @throws what `gone` gives
   */
  override async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    if (payload.result === undefined) return super.upsert(id, payload, expiresIn);
    const row = toRow(this.model, id, payload, this.store.box);
    if (!(await this.store.repository.update(row, expiresIn))) throw this.gone();
  }

  /** @throws what `gone` gives, for all but the first */
  override async destroy(id: string): Promise<void> {
    if (!(await this.store.repository.destroy(this.model, hashOf(id)))) throw this.gone();
  }
}
