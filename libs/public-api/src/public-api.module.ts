import { Module } from '@nestjs/common';
import { AgentsModule } from './agents';
import { ConnectionsModule } from './connections';
import { DemoModule } from './demo';
import { FilesModule } from './files';
import { IdempotencyModule } from './idempotency';
import { IdentityModule } from './identity';
import { SharedModule } from './shared';
import { SkillsModule } from './skills';
import { WebhooksModule } from './webhooks';

/** All resources of the Public API. */
@Module({
  imports: [
    SharedModule,
    IdempotencyModule,
    IdentityModule,
    AgentsModule,
    ConnectionsModule,
    FilesModule,
    SkillsModule,
    WebhooksModule,
    DemoModule,
  ],
  exports: [IdempotencyModule, DemoModule],
})
export class PublicApiModule {}
