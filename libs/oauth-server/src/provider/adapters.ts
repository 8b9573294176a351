import { Inject, Injectable } from '@nestjs/common';
import type { Adapter } from 'oidc-provider';
import { AuthzInvalidation } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { Database } from '@app/database';
import { ArtifactAdapter } from '../artifacts/artifact-adapter';
import type { ArtifactStore } from '../artifacts/artifact-adapter';
import { ClientAdapter } from '../artifacts/client-adapter';
import type { ClientStore } from '../artifacts/client-adapter';
import { GrantAdapter } from '../artifacts/grant-adapter';
import { InteractionAdapter } from '../artifacts/interaction-adapter';
import { RefreshTokenAdapter } from '../artifacts/refresh-token-adapter';
import { ReplayAdapter } from '../artifacts/replay-adapter';
import { DevelopmentDocuments } from '../registration/development-documents';
import { GuardedFetch } from '../registration/guarded-fetch';
import { networkOf } from '../registration/network';
import { currentCaller } from './caller';
import type { Library } from './library';
import { ArtifactStorage } from './artifact-storage';

/** Makes the storage of each kind of artifact. */
@Injectable()
export class Adapters {
  constructor(
    private readonly storage: ArtifactStorage,
    private readonly database: Database,
    private readonly invalidation: AuthzInvalidation,
    private readonly guard: GuardedFetch,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns the factory that the library calls with the name of each of its models */
  factory({ errors }: Library): (model: string) => Adapter {
    const store: ArtifactStore = {
      repository: this.storage.artifacts,
      box: this.storage.box,
      forget: (idHashes) => {
        for (const hash of idHashes) this.invalidation.changed(`key:${hash}`);
      },
      usedUp: () => new errors.InvalidGrant({ detail: 'used by another request at the same time' }),
    };
    const documents = new DevelopmentDocuments(
      this.config.oauth.clientMetadataDocuments && this.config.oauth.metadataAllowPrivate,
      this.guard,
      (sentence, cause) => {
        throw new errors.InvalidClient(sentence, { cause });
      },
    );
    const clients: ClientStore = {
      ...store,
      removal: this.storage.removal,
      transaction: (work) => this.database.transaction(work),
      registered: (clientId, clientHash) =>
        this.storage.registrations.insert({
          clientId,
          clientHash,
          address: networkOf(currentCaller().address),
        }),
      elsewhere: (clientId) => documents.find(clientId),
    };
    const gone = (): Error => new errors.SessionNotFound('interaction session not found');
    const replayed = (): Error =>
      new errors.InvalidClientAuth('client assertion tokens must only be used once');
    const { refreshReuseSeconds } = this.config.oauth;
    return (model) => {
      if (model === 'Client') return new ClientAdapter(clients);
      if (model === 'Grant') return new GrantAdapter(store, this.storage.approvals);
      if (model === 'Interaction') return new InteractionAdapter(store, gone);
      if (model === 'RefreshToken') return new RefreshTokenAdapter(store, refreshReuseSeconds);
      if (model === 'ReplayDetection') return new ReplayAdapter(store, replayed);
      return new ArtifactAdapter(model, store);
    };
  }
}
