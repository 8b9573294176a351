import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents';
import { ReferenceCheckers } from '../shared';
import { CaseLabels } from './case-labels';
import { CaseLabelsRepository } from './case-labels.repository';
import { LabelsRepository } from './labels.repository';
import { QueuesRepository } from './queues.repository';

/** Work queues, their cases and labels. */
@Module({
  imports: [AgentsModule],
  controllers: [],
  providers: [QueuesRepository, LabelsRepository, CaseLabelsRepository, CaseLabels],
  exports: [CaseLabels],
})
export class CasesModule {
  constructor(references: ReferenceCheckers, queues: QueuesRepository) {
    references.register('queues', queues);
  }
}
