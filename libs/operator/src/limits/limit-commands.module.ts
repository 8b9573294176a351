import { Module } from '@nestjs/common';
import { LimitInsightModule, LimitRulesModule } from '@app/rate-limit';
import { KeyFinder } from '../keys/key-finder';
import { PeopleFinder } from '../keys/people-finder';
import { InsightCommands, LimitAnswers } from './insight-commands';
import { LimitsCommands } from './limits-commands';

/** The operator's commands about rate limits. */
@Module({
  imports: [LimitRulesModule, LimitInsightModule],
  providers: [KeyFinder, PeopleFinder, LimitsCommands, LimitAnswers, InsightCommands],
})
export class LimitCommandsModule {}
