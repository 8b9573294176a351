import { Module } from '@nestjs/common';
import { AgentsModule } from './agents';
import { BacklogModule } from './backlog';
import { CasesModule } from './cases';
import { ConnectionsModule } from './connections';
import { DemoModule } from './demo';
import { FilesModule } from './files';
import { IdempotencyModule } from './idempotency';
import { IdentityModule } from './identity';
import { RunsModule } from './runs';
import { SandboxesModule } from './sandboxes';
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
    RunsModule,
    SandboxesModule,
    CasesModule,
    WebhooksModule,
    DemoModule,
    BacklogModule,
  ],
  exports: [
    IdempotencyModule,
    DemoModule,
    AgentsModule,
    ConnectionsModule,
    FilesModule,
    RunsModule,
    SandboxesModule,
    CasesModule,
    WebhooksModule,
  ],
})
export class PublicApiModule {}
