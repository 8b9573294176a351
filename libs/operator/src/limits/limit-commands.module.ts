import { Module } from '@nestjs/common';
import { LimitRulesModule } from '@app/rate-limit';
import { PeopleFinder } from '../keys/people-finder';
import { LimitsCommands } from './limits-commands';

/** The operator's commands about rate limits. */
@Module({ imports: [LimitRulesModule], providers: [PeopleFinder, LimitsCommands] })
export class LimitCommandsModule {}
