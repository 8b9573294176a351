import { Module } from '@nestjs/common';
import { ActiveRulesRepository } from './active-rules.repository';
import { LimitRulesAdmin } from './limit-rules-admin.service';
import { RulesInForce } from './rules-in-force.service';
import { LimitRulesRepository } from './rules.repository';

/** The rules as they are in force, for whoever decides. */
@Module({ providers: [ActiveRulesRepository, RulesInForce], exports: [RulesInForce] })
export class RulesInForceModule {}

/** The rules, for whoever changes them. */
@Module({
  imports: [RulesInForceModule],
  providers: [LimitRulesRepository, LimitRulesAdmin],
  exports: [LimitRulesAdmin],
})
export class LimitRulesModule {}
