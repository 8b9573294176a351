import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '@app/auth';
import type { Role } from '@app/auth';
import type { TeamId } from '@app/database';
import { defaultBucketOf } from '../counter-plan';
import type { LimitSubject } from '../limit-subject';
import { scopeOfRule } from '../rules/limit-rule';
import type { ActiveRule, LimitRule } from '../rules/limit-rule';
import { RuleSet } from '../rules/rule-set';
import { LimitRulesAdmin } from '../rules/limit-rules-admin.service';
import { LimitedCallsRepository } from './limited-calls.repository';
import type { CallPlace } from './limited-calls.repository';
import { Replay } from './replay';
import type { ReplayedCall } from './replay';

const HOUR_MS = 3_600_000;
/** Calls read at a time: what the process does without a pause stays under 20 ms. */
const PAGE = 500;
/** Calls looked at in all; of more, the newest. */
export const MAX_PREVIEWED_CALLS = 100_000;
/** How long reading may take, in milliseconds. */
const MAX_READING_MS = 10_000;
/** A call still counts while its cell is in the window: 1/16 longer than the window. */
const SETTLING = 17 / 16;
const MOST_SUBJECTS = 20;
const PREVIEWED = 'previewed';

export type PreviewRule = Pick<ActiveRule, 'subject' | 'subjectId' | 'bucket' | 'limit' | 'windowSeconds'>;

export interface LimitPreview {
  readonly since: Date;
  readonly until: Date;
  /** Calls that the rule would have decided on. */
  readonly calls: number;
  readonly wouldRefuse: number;
  /** Those of them that the limit in its place has refused. */
  readonly refused: number;
  /** The credentials (user, team) that it would have refused most often, at most 20. */
  readonly mostRefused: readonly { readonly subjectId: string; readonly wouldRefuse: number }[];
  /** `false`: there were more calls than are looked at, so the numbers are too small. */
  readonly complete: boolean;
}

type Call = Awaited<ReturnType<LimitedCallsRepository['newest']>>[number];
interface Attempt extends ReplayedCall {
  readonly wasRefused: boolean;
}

/** What a rule would have refused in the last hour, if it had been in force. */
@Injectable()
export class LimitPreviewer {
  constructor(
    private readonly calls: LimitedCallsRepository,
    private readonly rules: LimitRulesAdmin,
    private readonly clock: Clock,
  ) {}

  /**
   * Plays back the calls that the audit trail has. Calls that another limit refused never came to the rule; those
   * that the limit in its place refused would have come to the rule instead.
   * @throws unknown_reference for a subject that is not of the team
   */
  async preview(teamId: TeamId, rule: PreviewRule): Promise<LimitPreview> {
    await this.rules.requireSubject(teamId, rule);
    const until = new Date(this.clock.now());
    const since = new Date(until.getTime() - HOUR_MS);
    const from = new Date(since.getTime() - rule.windowSeconds * SETTLING * 1000);
    const judge = new PreviewJudge(teamId, rule, await this.rules.list(teamId));
    const { pages, complete } = await this.read(teamId, rule, { from, to: until }, judge);
    const replay = new Replay(rule);
    const tally = new Tally(since.getTime() * 1000);
    for (const page of pages.reverse()) {
      for (const attempt of page.reverse()) tally.add(attempt, replay.admits(attempt));
      await nextTurn();
    }
    return { since, until, ...tally.result(), complete };
  }

  /** Newest first, so that of too many calls the last ones are looked at. */
  private async read(
    teamId: TeamId,
    rule: PreviewRule,
    span: { from: Date; to: Date },
    judge: PreviewJudge,
  ): Promise<{ pages: Attempt[][]; complete: boolean }> {
    const begin = performance.now();
    const pages: Attempt[][] = [];
    let before: CallPlace | undefined;
    for (let seen = 0; seen < MAX_PREVIEWED_CALLS; seen += PAGE) {
      const rows = await this.calls.newest(teamId, { ...rule, ...span }, PAGE, before);
      pages.push(rows.flatMap((call) => judge.attemptOf(call)));
      before = rows.at(-1);
      if (rows.length < PAGE) return { pages, complete: true };
      if (performance.now() - begin > MAX_READING_MS) break;
      // The embedded database answers without a turn of the event loop.
      await nextTurn();
    }
    return { pages, complete: false };
  }
}

/** Tells which calls would have come to the rule. */
class PreviewJudge {
  private readonly withRule: RuleSet;
  private readonly known: ReadonlyMap<string, LimitRule>;

  constructor(
    private readonly teamId: TeamId,
    private readonly rule: PreviewRule,
    rules: readonly LimitRule[],
  ) {
    this.known = new Map(rules.map((one) => [one.id, one]));
    const inForce = rules.filter(({ enabled, mode }) => enabled && mode === 'enforce');
    // The last of two rules for one subject wins: that which is previewed.
    this.withRule = new RuleSet([...inForce, { ...rule, id: PREVIEWED, mode: 'enforce' }]);
  }

  attemptOf(call: Call): Attempt[] {
    const { bucket, subject } = this.rule;
    const scope = scopeOfRule(subject);
    const who = subjectOf(this.teamId, call);
    const winner =
      scope === 'credential'
        ? this.withRule.perCredential('enforce', bucket, who)
        : scope === 'user'
          ? this.withRule.perUser('enforce', bucket, who)
          : this.withRule.perTeam('enforce', bucket, who);
    if (winner?.id !== PREVIEWED) return [];
    const wasRefused = call.refusedBucket !== null;
    if (wasRefused && !this.isInPlace(call)) return [];
    const subjectId = { credential: call.credentialId, user: call.userId ?? '', team: this.teamId }[scope];
    return [{ atUs: call.createdAt.getTime() * 1000, cost: call.cost, subjectId, wasRefused }];
  }

  /** Whether the limit that refused the call is the one that the rule would have replaced. */
  private isInPlace({ refusedBucket, refusedRuleId }: Call): boolean {
    const { bucket, subject } = this.rule;
    const scope = scopeOfRule(subject);
    if (refusedRuleId === null) return refusedBucket === defaultBucketOf(bucket, scope);
    const by = this.known.get(refusedRuleId);
    return by !== undefined && by.bucket === bucket && scopeOfRule(by.subject) === scope;
  }
}

/** Counts what the playback says, from the time on that it is asked about. */
class Tally {
  private calls = 0;
  private wouldRefuse = 0;
  private refused = 0;
  private readonly bySubject = new Map<string, number>();

  constructor(private readonly sinceUs: number) {}

  add({ atUs, subjectId, wasRefused }: Attempt, admitted: boolean): void {
    if (atUs < this.sinceUs) return;
    this.calls += 1;
    if (wasRefused) this.refused += 1;
    if (admitted) return;
    this.wouldRefuse += 1;
    this.bySubject.set(subjectId, (this.bySubject.get(subjectId) ?? 0) + 1);
  }

  result(): Pick<LimitPreview, 'calls' | 'wouldRefuse' | 'refused' | 'mostRefused'> {
    const mostRefused = [...this.bySubject]
      .sort(([, a], [, b]) => b - a)
      .slice(0, MOST_SUBJECTS)
      .map(([subjectId, wouldRefuse]) => ({ subjectId, wouldRefuse }));
    return { calls: this.calls, wouldRefuse: this.wouldRefuse, refused: this.refused, mostRefused };
  }
}

function subjectOf(teamId: TeamId, call: Call): LimitSubject {
  const type = call.credentialType as 'api_key' | 'oauth' | 'session';
  return {
    teamId,
    ...(call.userId !== null && { userId: call.userId }),
    ...(call.role !== null && { role: call.role satisfies Role }),
    credential: { type, id: call.credentialId, ...(call.clientId !== null && { clientId: call.clientId }) },
  };
}
