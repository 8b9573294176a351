import type { LimitSubject } from '../limit-subject';
import type { ActiveRule, RuleBucket, RuleMode, RuleSubject } from './limit-rule';

/** Rules that are in force for one team, ready to be asked at every call. */
export class RuleSet {
  private readonly rules: ReadonlyMap<string, ActiveRule>;

  constructor(rules: Iterable<ActiveRule>) {
    this.rules = new Map(
      [...rules].map((rule) => [keyOf(rule.mode, rule.bucket, rule.subject, rule.subjectId), rule]),
    );
  }

  get size(): number {
    return this.rules.size;
  }

  /** @returns the most specific rule that replaces the default per credential: key, then client, then role */
  perCredential(mode: RuleMode, bucket: RuleBucket, subject: LimitSubject): ActiveRule | undefined {
    const { credential, role } = subject;
    return (
      (credential?.type === 'api_key' ? this.find(mode, bucket, 'api_key', credential.id) : undefined) ??
      this.find(mode, bucket, 'oauth_client', credential?.clientId) ??
      this.find(mode, bucket, 'role', role)
    );
  }

  /** @returns the rule over all credentials of the user */
  perUser(mode: RuleMode, bucket: RuleBucket, subject: LimitSubject): ActiveRule | undefined {
    return this.find(mode, bucket, 'user', subject.userId);
  }

  /** @returns the rule over all credentials of the team */
  perTeam(mode: RuleMode, bucket: RuleBucket, subject: LimitSubject): ActiveRule | undefined {
    return this.find(mode, bucket, 'team', subject.teamId);
  }

  /** @returns the rule with an id, if it is in force or on trial */
  byId(id: string): ActiveRule | undefined {
    for (const rule of this.rules.values()) if (rule.id === id) return rule;
    return undefined;
  }

  private find(
    mode: RuleMode,
    bucket: RuleBucket,
    subject: RuleSubject,
    id: string | undefined,
  ): ActiveRule | undefined {
    if (id === undefined) return undefined;
    return this.rules.get(keyOf(mode, bucket, subject, id));
  }
}

const keyOf = (mode: RuleMode, bucket: RuleBucket, subject: RuleSubject, id: string): string =>
  `${mode} ${bucket} ${subject} ${id}`;
