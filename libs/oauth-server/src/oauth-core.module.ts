import { Global, Module } from '@nestjs/common';
import { OAuthHousekeeping } from './artifacts/housekeeping.service';
import { ClientUsage } from './clients/client-usage';
import { WellKnown } from './discovery/well-known';
import { OAuthStoreModule } from './oauth-store.module';
import { Accounts } from './provider/accounts';
import { AccountsRepository } from './provider/accounts.repository';
import { Adapters } from './provider/adapters';
import { AuthorizationServer } from './provider/authorization-server';
import { FlowLog } from './provider/flow-log';
import { Interactions } from './provider/interactions';
import { ProviderEvents } from './provider/provider-events';
import { ServerConfiguration } from './provider/server-configuration';
import { ArtifactStorage } from './provider/artifact-storage';
import { FetchBudget } from './registration/fetch-budget';
import { GuardedFetch } from './registration/guarded-fetch';
import { PinnedClient } from './registration/pinned-client';
import { RegistrationLimit } from './registration/registration-limit';
import { Endpoints } from './shim/endpoints';
import { OAuthMiddleware } from './shim/oauth.middleware';
import { RequestShim } from './shim/request-shim';
import { AccessTokenVerifier } from './tokens/access-token-verifier';
import { AccessTokensRepository } from './tokens/access-tokens.repository';
import { AppUsageMiddleware } from './tokens/app-usage.middleware';

/** The embedded authorization server without its pages. Global: pages and sign-in of others build on it. */
@Global()
@Module({
  imports: [OAuthStoreModule],
  providers: [
    AccountsRepository,
    Accounts,
    ArtifactStorage,
    PinnedClient,
    FetchBudget,
    GuardedFetch,
    RegistrationLimit,
    Adapters,
    ServerConfiguration,
    FlowLog,
    ClientUsage,
    ProviderEvents,
    AuthorizationServer,
    Interactions,
    RequestShim,
    Endpoints,
    WellKnown,
    OAuthMiddleware,
    OAuthHousekeeping,
    AccessTokensRepository,
    AccessTokenVerifier,
    AppUsageMiddleware,
  ],
  exports: [OAuthStoreModule, AuthorizationServer, Interactions, OAuthMiddleware, AppUsageMiddleware],
})
export class OAuthCoreModule {}
