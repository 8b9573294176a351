import { Module } from '@nestjs/common';
import { CounterPlan } from '../counter-plan';
import { LimitStoreModule } from '../limit-store.module';
import { LimitRulesModule } from '../rules/rules.module';
import { CallLimits } from './call-limits.service';
import { CounterSight } from './counter-sight';
import { LimitExplanation } from './limit-explanation.service';
import { LimitPreviewer } from './limit-preview.service';
import { LimitSubjects } from './limit-subjects.service';
import { LimitUsage } from './limit-usage.service';
import { LimitedCallsRepository } from './limited-calls.repository';

/** What an admin asks about limits: which hold, why, how they are used, what a rule would do. */
@Module({
  imports: [LimitRulesModule, LimitStoreModule],
  providers: [
    CallLimits,
    CounterPlan,
    CounterSight,
    LimitedCallsRepository,
    LimitExplanation,
    LimitPreviewer,
    LimitSubjects,
    LimitUsage,
  ],
  exports: [CallLimits, LimitExplanation, LimitPreviewer, LimitSubjects, LimitUsage],
})
export class LimitInsightModule {}
