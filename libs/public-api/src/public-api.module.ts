import { Module } from '@nestjs/common';
import { AgentsModule } from './agents';
import { ConnectionsModule } from './connections';
import { FilesModule } from './files';
import { IdempotencyModule } from './idempotency';
import { IdentityModule } from './identity';
import { SharedModule } from './shared';

/** All resources of the Public API. */
@Module({
  imports: [SharedModule, IdempotencyModule, IdentityModule, AgentsModule, ConnectionsModule, FilesModule],
  exports: [IdempotencyModule],
})
export class PublicApiModule {}
