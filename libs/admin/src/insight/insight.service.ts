import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/auth';
import { LimitExplanation, LimitSubjects, LimitUsage } from '@app/rate-limit';
import { toEffectiveLimitsView, toReference } from './effective-limits.schemas';
import type { EffectiveLimitsQuery, EffectiveLimitsView } from './effective-limits.schemas';
import { toPointView, toUsageView } from './usage.schemas';
import type { SeriesQuery, UsageQuery } from './usage.schemas';

/** What limits hold in the admin's own team, and how they are used. */
@Injectable()
export class LimitInsight {
  constructor(
    private readonly subjects: LimitSubjects,
    private readonly explanation: LimitExplanation,
    private readonly limits: LimitUsage,
  ) {}

  async effectiveLimits({ teamId }: Principal, query: EffectiveLimitsQuery): Promise<EffectiveLimitsView> {
    const subject = await this.subjects.find(teamId, toReference(query));
    const [limits = []] = await this.explanation.explain([subject]);
    return toEffectiveLimitsView(subject, limits);
  }

  async usage({ teamId }: Principal, query: UsageQuery) {
    return toUsageView(await this.limits.usage(teamId, query), query);
  }

  async series({ teamId }: Principal, query: SeriesQuery) {
    const {
      seconds,
      step_seconds: stepSeconds,
      credential_id: credentialId,
      operation_id: operationId,
    } = query;
    const request = { seconds, stepSeconds, credentialId, operationId };
    const { points, complete } = await this.limits.series(teamId, request);
    return { step_seconds: stepSeconds, points: points.map(toPointView), complete };
  }
}
