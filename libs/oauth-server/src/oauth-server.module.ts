import { Module } from '@nestjs/common';
import { OAuthPagesModule } from './interactions/oauth-pages.module';
import { ExternalServerModule } from './external/external-server.module';
import { FederationModule } from './federation/federation.module';
import { OAuthCoreModule } from './oauth-core.module';

/** OAuth as the API process serves it. Each part has its module: pages, federation, external server. */
@Module({
  imports: [OAuthCoreModule, OAuthPagesModule, ExternalServerModule, FederationModule],
})
export class OAuthServerModule {}
