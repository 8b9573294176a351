import { Global, Module } from '@nestjs/common';
import { ConnectedApps } from './connected-apps/connected-apps.service';
import { AuthorizationServer } from './provider/authorization-server';
import { Interactions } from './provider/interactions';

/** The embedded authorization server without its pages. Global: pages and sign-in of others build on it. */
@Global()
@Module({
  providers: [AuthorizationServer, Interactions, ConnectedApps],
  exports: [AuthorizationServer, Interactions, ConnectedApps],
})
export class OAuthCoreModule {}
