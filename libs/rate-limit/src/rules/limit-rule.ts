import type { TeamId } from '@app/database';

/** For whom a rule holds. The first three count per credential; the most specific of them wins, in this order. */
export const RULE_SUBJECTS = ['api_key', 'oauth_client', 'role', 'user', 'team'] as const;
export type RuleSubject = (typeof RULE_SUBJECTS)[number];

/** Buckets that a rule can set; those counted by address belong to the operator. */
export const RULE_BUCKETS = ['api', 'start_run', 'sandbox_upload'] as const;
export type RuleBucket = (typeof RULE_BUCKETS)[number];

/** `shadow`: counts and reports what it would refuse, and refuses nothing. */
export const RULE_MODES = ['shadow', 'enforce'] as const;
export type RuleMode = (typeof RULE_MODES)[number];

/** A limit that a team's admin has set. */
export interface LimitRule {
  readonly id: string;
  readonly teamId: TeamId;
  readonly subject: RuleSubject;
  /** Id of the key, client, user or team, or the name of the role. */
  readonly subjectId: string;
  readonly bucket: RuleBucket;
  /** Calls per window, 1 to 100,000. */
  readonly limit: number;
  /** 1 to 86,400. */
  readonly windowSeconds: number;
  readonly mode: RuleMode;
  readonly enabled: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The part of a rule that decides. */
export type ActiveRule = Pick<
  LimitRule,
  'id' | 'subject' | 'subjectId' | 'bucket' | 'limit' | 'windowSeconds' | 'mode'
>;

/** Over what a rule counts: one that names a credential, or a kind of it, counts each credential apart. */
export function scopeOfRule(subject: RuleSubject): 'credential' | 'user' | 'team' {
  return subject === 'user' || subject === 'team' ? subject : 'credential';
}

/** Operations that charge a bucket on top of `api`; every call charges that one. */
export const OPERATIONS_OF: Readonly<Record<Exclude<RuleBucket, 'api'>, readonly string[]>> = {
  start_run: ['start_run'],
  sandbox_upload: ['upload_sandbox_file'],
};
