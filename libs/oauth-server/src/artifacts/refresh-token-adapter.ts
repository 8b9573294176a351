import type { AdapterPayload } from 'oidc-provider';
import { hashOf } from './artifact';
import { ArtifactAdapter } from './artifact-adapter';
import type { ArtifactStore } from './artifact-adapter';

/** Windows of one host that refresh at the same moment; more than that is nobody's host. */
const MOST_REUSES = 19;
/** Refresh tokens of one approval that work at a time. The leeway lets each make twenty, and each of those again. */
const MOST_LIVE = 40;

/**
 * Storage of refresh tokens. A used one works a little longer, because hosts refresh in several windows at once and
 * a strict server would end the connection of all of them; what comes after that ends it.
 */
export class RefreshTokenAdapter extends ArtifactAdapter {
  /** @param leewaySeconds how long a used one may be used again; 0: never */
  constructor(
    store: ArtifactStore,
    private readonly leewaySeconds: number,
  ) {
    super('RefreshToken', store);
  }

  override async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    await super.upsert(id, payload, expiresIn);
    if (payload.grantId === undefined) return;
    await this.store.repository.trim(this.model, hashOf(payload.grantId), MOST_LIVE);
  }

  override async find(id: string): Promise<AdapterPayload | undefined> {
    return this.payloadOf(await this.store.repository.find(this.model, hashOf(id), this.leewaySeconds), id);
  }

  /** @throws what `usedUp` gives, for uses after the leeway and for too many within */
  override async consume(id: string): Promise<void> {
    const { repository, usedUp } = this.store;
    const hash = hashOf(id);
    if (await repository.consume(this.model, hash)) return;
    if (await repository.reuse(this.model, hash, this.leewaySeconds, MOST_REUSES)) return;
    throw usedUp();
  }
}
