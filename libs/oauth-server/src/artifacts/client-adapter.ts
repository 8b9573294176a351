import type { AdapterPayload } from 'oidc-provider';
import type { ClientRemoval } from '../clients/client-removal';
import { hashOf } from './artifact';
import { ArtifactAdapter } from './artifact-adapter';
import type { ArtifactStore } from './artifact-adapter';

/** What storing a client needs besides. */
export interface ClientStore extends ArtifactStore {
  readonly removal: ClientRemoval;
  /** Notes who registered it, in the transaction that stores it. */
  readonly registered: (clientId: string, clientHash: string) => Promise<void>;
  readonly transaction: (work: () => Promise<void>) => Promise<void>;
  /** Clients that are not stored but found otherwise, while developing. */
  readonly elsewhere: (clientId: string) => Promise<AdapterPayload | undefined>;
}

/** Storage of clients: a registration is noted with its address, and a deletion ends what was issued. */
export class ClientAdapter extends ArtifactAdapter {
  constructor(protected override readonly store: ClientStore) {
    super('Client', store);
  }

  override upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    return this.store.transaction(async () => {
      await super.upsert(id, payload, expiresIn);
      await this.store.registered(id, hashOf(id));
    });
  }

  override async find(id: string): Promise<AdapterPayload | undefined> {
    return (await super.find(id)) ?? (await this.store.elsewhere(id));
  }

  /** The library would leave the tokens of a deleted client alive. */
  override destroy(id: string): Promise<void> {
    return this.store.removal.remove([id]);
  }
}
