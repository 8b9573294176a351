import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { SecretBox } from '@app/secrets';
import { hashOf, toPayload, toRow } from './artifact';
import type { ArtifactsRepository } from './artifacts.repository';

/** What the storage of all kinds shares. */
export interface ArtifactStore {
  readonly repository: ArtifactsRepository;
  readonly box: SecretBox;
  /** Tells caches that access tokens are gone. */
  readonly forget: (idHashes: readonly string[]) => void;
  /** @returns the error for a second use, in the library's terms */
  readonly usedUp: () => Error;
}

/** Storage of one kind of artifact as the library asks for it. The database never sees a usable id. */
export class ArtifactAdapter implements Adapter {
  constructor(
    protected readonly model: string,
    protected readonly store: ArtifactStore,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const row = toRow(this.model, id, payload, this.store.box);
    await this.store.repository.upsert(row, expiresIn);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.payloadOf(await this.store.repository.find(this.model, hashOf(id)), id);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.payloadOf(await this.store.repository.findByUid(this.model, hashOf(uid)));
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.payloadOf(await this.store.repository.findByUserCode(this.model, hashOf(userCode)));
  }

  /** @throws what `usedUp` gives, for all but the first use */
  async consume(id: string): Promise<void> {
    if (!(await this.store.repository.consume(this.model, hashOf(id)))) throw this.store.usedUp();
  }

  async destroy(id: string): Promise<void> {
    await this.store.repository.destroy(this.model, hashOf(id));
    if (this.model === 'AccessToken') this.store.forget([hashOf(id)]);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    const gone = await this.store.repository.revokeByGrant(this.model, hashOf(grantId));
    if (this.model === 'AccessToken') this.store.forget(gone);
  }

  protected payloadOf(
    row: Awaited<ReturnType<ArtifactsRepository['find']>>,
    id?: string,
  ): AdapterPayload | undefined {
    if (!row) return undefined;
    const payload = toPayload(row, id, this.store.box);
    // Within the leeway a used token looks unused; then the library sees the use and ends the whole grant.
    if (row.consumedAt && row.settled) payload.consumed = Math.floor(row.consumedAt.getTime() / 1000);
    return payload;
  }
}
