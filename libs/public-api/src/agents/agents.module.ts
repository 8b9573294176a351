import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections';
import { AgentsController } from './agents.controller';
import { AgentsRepository } from './agents.repository';
import { AgentsService } from './agents.service';
import { ConfigReferences } from './config-references';
import { LiveConfigs } from './live-configs';
import { RunnableAgents } from './runnable-agents';
import { RevisionWriter } from './revision-writer';
import { RevisionsController } from './revisions.controller';
import { RevisionsRepository } from './revisions.repository';
import { RevisionsService } from './revisions.service';

@Module({
  imports: [ConnectionsModule],
  controllers: [AgentsController, RevisionsController],
  providers: [
    AgentsService,
    RevisionsService,
    RevisionWriter,
    ConfigReferences,
    LiveConfigs,
    RunnableAgents,
    AgentsRepository,
    RevisionsRepository,
  ],
  exports: [LiveConfigs, RunnableAgents],
})
export class AgentsModule {}
