import { Global, Module } from '@nestjs/common';
import { OAuthHousekeeping } from './artifacts/housekeeping.service';
import { OAuthStoreModule } from './oauth-store.module';
import { AuthorizationServer } from './provider/authorization-server';
import { Interactions } from './provider/interactions';

/** The embedded authorization server without its pages. Global: pages and sign-in of others build on it. */
@Global()
@Module({
  imports: [OAuthStoreModule],
  providers: [AuthorizationServer, Interactions, OAuthHousekeeping],
  exports: [OAuthStoreModule, AuthorizationServer, Interactions],
})
export class OAuthCoreModule {}
