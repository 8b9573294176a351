import type { BucketUse, ExplainedLimit, LimitPreview, LimitRule, TeamUsage } from '@app/rate-limit';

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

interface TeamRef {
  readonly id: string;
  readonly name: string;
}

/** A limit as it holds for somebody. */
export interface LimitView {
  readonly bucket: string;
  readonly counted_per: ExplainedLimit['scope'];
  readonly limit: number;
  readonly window_seconds: number;
  /** Null: not known here. */
  readonly remaining: number | null;
  readonly reset_at: string | null;
  readonly rule_id: string | null;
  readonly mode: LimitRule['mode'];
  readonly because: string;
}

export interface ExplanationView {
  readonly team: TeamRef;
  readonly subject: string;
  readonly limits: readonly LimitView[];
}

export interface BucketUseView extends LimitView {
  readonly used: number | null;
  readonly refused: number;
}

export interface UsageView {
  readonly team: TeamRef;
  readonly since: string;
  readonly credentials: readonly {
    readonly type: string;
    readonly id: string;
    /** Of a key its name and prefix, of a client its id. */
    readonly name: string | null;
    readonly user_id: string | null;
    readonly calls: number;
    readonly refused: number;
    readonly shadow_refused: number;
    readonly buckets: readonly BucketUseView[];
  }[];
  readonly total: number;
  readonly team_buckets: readonly BucketUseView[];
  readonly top_operations: readonly { operation_id: string; calls: number; refused: number }[];
  readonly shadow_refusals: readonly { rule_id: string; calls: number }[];
  readonly complete: boolean;
}

export interface PreviewView {
  readonly team: TeamRef;
  readonly since: string;
  readonly until: string;
  readonly calls: number;
  readonly would_refuse: number;
  readonly refused: number;
  readonly most_refused: readonly { subject_id: string; would_refuse: number }[];
  readonly complete: boolean;
}

export function toLimitView(limit: ExplainedLimit): LimitView {
  return {
    bucket: limit.bucket,
    counted_per: limit.scope,
    limit: limit.limit,
    window_seconds: limit.windowSeconds,
    remaining: limit.remaining,
    reset_at: limit.resetAt?.toISOString() ?? null,
    rule_id: limit.ruleId,
    mode: limit.shadow ? 'shadow' : 'enforce',
    because: limit.because,
  };
}

const toBucketView = (use: BucketUse): BucketUseView => ({
  ...toLimitView(use),
  used: use.used,
  refused: use.refused,
});

export function toUsageView(team: TeamRef, usage: TeamUsage): UsageView {
  return {
    team,
    since: usage.since.toISOString(),
    credentials: usage.credentials.map((use) => ({
      type: use.credentialType,
      id: use.credentialId,
      name: use.keyPrefix === null ? use.clientId : `${use.name} (${use.keyPrefix}…)`,
      user_id: use.userId,
      calls: use.calls,
      refused: Object.values(use.refused).reduce((sum, calls) => sum + calls, 0),
      shadow_refused: use.shadowRefused,
      buckets: use.buckets.map(toBucketView),
    })),
    total: usage.total,
    team_buckets: usage.team.map(toBucketView),
    top_operations: usage.topOperations.map(({ operationId, ...counts }) => ({
      operation_id: operationId,
      ...counts,
    })),
    shadow_refusals: usage.shadowRefusals.map(({ ruleId, calls }) => ({ rule_id: ruleId, calls })),
    complete: usage.complete,
  };
}

export function toPreviewView(team: TeamRef, preview: LimitPreview): PreviewView {
  return {
    team,
    since: preview.since.toISOString(),
    until: preview.until.toISOString(),
    calls: preview.calls,
    would_refuse: preview.wouldRefuse,
    refused: preview.refused,
    most_refused: preview.mostRefused.map(({ subjectId, wouldRefuse }) => ({
      subject_id: subjectId,
      would_refuse: wouldRefuse,
    })),
    complete: preview.complete,
  };
}
