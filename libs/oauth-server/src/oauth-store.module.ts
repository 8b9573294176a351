import { Global, Module } from '@nestjs/common';
import { ArtifactsRepository } from './artifacts/artifacts.repository';
import { ClientRemoval } from './clients/client-removal';
import { RegistrationsRepository } from './clients/registrations.repository';
import { ApprovalsRepository } from './connected-apps/approvals.repository';
import { ConnectedAppsRepository } from './connected-apps/connected-apps.repository';
import { ConnectedApps } from './connected-apps/connected-apps.service';
import { OperatorOAuth } from './connected-apps/operator-oauth';
import { ServerKeysRepository } from './keys/server-keys.repository';
import { ServerKeys } from './keys/server-keys.service';

/** What the authorization server keeps, without HTTP: what the operator's command needs. */
@Global()
@Module({
  providers: [
    ArtifactsRepository,
    RegistrationsRepository,
    ApprovalsRepository,
    ConnectedAppsRepository,
    ConnectedApps,
    OperatorOAuth,
    ClientRemoval,
    ServerKeysRepository,
    ServerKeys,
  ],
  exports: [
    ArtifactsRepository,
    ApprovalsRepository,
    RegistrationsRepository,
    ConnectedAppsRepository,
    ConnectedApps,
    OperatorOAuth,
    ClientRemoval,
    ServerKeys,
  ],
})
export class OAuthStoreModule {}
