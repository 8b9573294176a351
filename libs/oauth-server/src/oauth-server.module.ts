import { Module } from '@nestjs/common';
import { OAuthCoreModule } from './oauth-core.module';

/** OAuth as the API process serves it. Each part has its module: pages, federation, external server. */
@Module({
  imports: [OAuthCoreModule],
})
export class OAuthServerModule {}
