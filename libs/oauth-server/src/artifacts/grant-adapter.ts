import type { ApprovalsRepository } from '../connected-apps/approvals.repository';
import { hashOf } from './artifact';
import { ArtifactAdapter } from './artifact-adapter';
import type { ArtifactStore } from './artifact-adapter';

/** Storage of grants: one that the library ends, because of a revocation or a replay, ends its connected app. */
export class GrantAdapter extends ArtifactAdapter {
  constructor(
    store: ArtifactStore,
    private readonly approvals: ApprovalsRepository,
  ) {
    super('Grant', store);
  }

  /** The library removes what was issued under the grant by itself, at the same time. */
  override async destroy(id: string): Promise<void> {
    await super.destroy(id);
    await this.approvals.revokeGrants([hashOf(id)]);
  }
}
