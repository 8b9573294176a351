import { Module } from '@nestjs/common';
import { LimitInsightModule, LimitRulesModule } from '@app/rate-limit';
import { AuditLogHttpModule } from './audit-log/audit-log.module';
import { LimitInsightController } from './insight/insight.controller';
import { LimitInsight } from './insight/insight.service';
import { RateLimitRulesController } from './rules/rules.controller';
import { RateLimitRules } from './rules/rules.service';
import { ToolsHttpModule } from './tools/tools.module';

/** `/api/admin`: what admins of a team see and change in the dashboard. */
@Module({
  imports: [LimitRulesModule, LimitInsightModule, AuditLogHttpModule, ToolsHttpModule],
  controllers: [RateLimitRulesController, LimitInsightController],
  providers: [RateLimitRules, LimitInsight],
})
export class AdminModule {}
