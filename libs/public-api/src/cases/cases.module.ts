import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents';
import { ConnectionsModule } from '../connections';
import { RunsModule } from '../runs';
import { ReferenceCheckers } from '../shared';
import { CASE_CONTROLLERS, CASE_EXPORTS, CASE_PROVIDERS } from './case-providers';
import { CaseLabels } from './case-labels';
import { CaseLabelsController } from './case-labels.controller';
import { CaseLabelsRepository } from './case-labels.repository';
import { CaseLabelsService } from './case-labels.service';
import { LabelsController } from './labels.controller';
import { LabelsRepository } from './labels.repository';
import { LabelsService } from './labels.service';
import { QueuesController } from './queues.controller';
import { QueuesRepository } from './queues.repository';
import { QueuesService } from './queues.service';

/** Work queues, their cases and labels. */
@Module({
  imports: [AgentsModule, ConnectionsModule, RunsModule],
  controllers: [QueuesController, LabelsController, CaseLabelsController, ...CASE_CONTROLLERS],
  providers: [
    QueuesService,
    QueuesRepository,
    LabelsService,
    LabelsRepository,
    CaseLabelsService,
    CaseLabelsRepository,
    CaseLabels,
    ...CASE_PROVIDERS,
  ],
  exports: [CaseLabels, ...CASE_EXPORTS],
})
export class CasesModule {
  constructor(references: ReferenceCheckers, queues: QueuesRepository) {
    references.register('queues', queues);
  }
}
