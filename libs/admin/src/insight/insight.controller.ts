import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Surface } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { effectiveLimitsQuery, effectiveLimitsReply } from './effective-limits.schemas';
import type { EffectiveLimitsQuery } from './effective-limits.schemas';
import { LimitInsight } from './insight.service';
import { seriesQuery, seriesReply, usageQuery, usageReply } from './usage.schemas';
import type { SeriesQuery, UsageQuery } from './usage.schemas';

@ApiTags('rate limits')
@Controller('api/admin')
export class LimitInsightController {
  constructor(private readonly insight: LimitInsight) {}

  @Get('effective-limits')
  @Surface({
    id: 'admin_get_effective_limits',
    access: 'session',
    permission: 'rate_limits:manage',
    document: {
      summary: 'Explain limits',
      description:
        'Which limits hold for an API key, a user, or an OAuth client (of one user, if user_id is given too), what is left of them, and which rule each comes from. Rules on trial are listed with mode shadow.',
      response: { 200: effectiveLimitsReply },
      errors: ['not_found'],
    },
  })
  effectiveLimits(
    @Caller() caller: CallerContext,
    @Query({ schema: effectiveLimitsQuery }) query: EffectiveLimitsQuery,
  ) {
    return this.insight.effectiveLimits(caller, query);
  }

  @Get('usage')
  @Surface({
    id: 'admin_get_usage',
    access: 'session',
    permission: 'rate_limits:manage',
    document: {
      summary: 'Show live use',
      description:
        'Who called in the last hour, the busiest first: per credential and bucket what is used and left now, and what was refused; besides the most called operations, and what rules on trial would have refused.',
      response: { 200: usageReply },
    },
  })
  usage(@Caller() caller: CallerContext, @Query({ schema: usageQuery }) query: UsageQuery) {
    return this.insight.usage(caller, query);
  }

  @Get('usage/series')
  @Surface({
    id: 'admin_get_usage_series',
    access: 'session',
    permission: 'rate_limits:manage',
    document: {
      summary: 'Show use over time',
      description: 'Calls and refusals per step, every step present, the oldest first.',
      response: { 200: seriesReply },
    },
  })
  series(@Caller() caller: CallerContext, @Query({ schema: seriesQuery }) query: SeriesQuery) {
    return this.insight.series(caller, query);
  }
}
