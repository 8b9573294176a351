import { hashOf } from './artifact';
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

  /** @throws what `gone` gives, for all but the first */
  override async destroy(id: string): Promise<void> {
    if (!(await this.store.repository.destroy(this.model, hashOf(id)))) throw this.gone();
  }
}
