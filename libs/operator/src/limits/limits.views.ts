import type { LimitRule } from '@app/rate-limit';

/** A rate limit rule, as the operator's commands give it out. */
export interface RuleView {
  readonly id: string;
  readonly subject: LimitRule['subject'];
  readonly subject_id: string;
  readonly bucket: LimitRule['bucket'];
  readonly limit: number;
  readonly window_seconds: number;
  readonly mode: LimitRule['mode'];
  readonly enabled: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface RuleListView {
  readonly team: { readonly id: string; readonly name: string };
  readonly rules: readonly RuleView[];
}

export function toRuleView(rule: LimitRule): RuleView {
  return {
    id: rule.id,
    subject: rule.subject,
    subject_id: rule.subjectId,
    bucket: rule.bucket,
    limit: rule.limit,
    window_seconds: rule.windowSeconds,
    mode: rule.mode,
    enabled: rule.enabled,
    created_at: rule.createdAt.toISOString(),
    updated_at: rule.updatedAt.toISOString(),
  };
}
