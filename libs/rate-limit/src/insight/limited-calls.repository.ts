import { Injectable } from '@nestjs/common';
import { and, desc, eq, gte, inArray, isNotNull, lt, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Role } from '@app/auth';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { auditEntriesTable as entries } from '@app/telemetry';
import { OPERATIONS_OF } from '../rules/limit-rule';
import type { RuleBucket, RuleSubject } from '../rules/limit-rule';

/** From and to when; the end is not in it. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** Which calls a rule may be about. */
export interface CallFilter extends Span {
  readonly bucket: RuleBucket;
  readonly subject: RuleSubject;
  readonly subjectId: string;
}

/** Where a page of calls ends. */
export interface CallPlace {
  readonly createdAt: Date;
  readonly id: number;
}

const CALL = {
  id: entries.id,
  createdAt: entries.createdAt,
  credentialType: entries.credentialType,
  credentialId: entries.credentialId,
  clientId: entries.clientId,
  userId: entries.userId,
  role: sql<Role | null>`${entries.role}`,
  cost: entries.cost,
  refusedBucket: entries.refusedBucket,
  refusedRuleId: entries.refusedRuleId,
};

const count = () => sql<number>`count(*)::int`;
const countOf = (condition: SQL) => sql<number>`(count(*) filter (where ${condition}))::int`;
const isRefused = isNotNull(entries.refusedBucket);
/** The median, 95th and 99th percentile in milliseconds; a refused call did no work. */
const DURATIONS = sql<
  [number, number, number] | null
>`percentile_disc(array[0.5, 0.95, 0.99]) within group (order by ${entries.durationMs}) filter (where ${entries.refusedBucket} is null)`;
const isRefusedOnTrial = isNotNull(entries.shadowRefusals);

/** The calls of a team that the limiter has charged or refused, as the audit trail has them. */
@Injectable()
export class LimitedCallsRepository {
  constructor(private readonly database: Database) {}

  /** @returns up to `limit` calls, newest first, that stand before the place */
  newest(teamId: TeamId, filter: CallFilter, limit: number, before?: CallPlace) {
    return this.database.handle
      .select(CALL)
      .from(entries)
      .where(and(charged(teamId, filter), ofRule(filter), before && isBefore(before)))
      .orderBy(desc(entries.createdAt), desc(entries.id))
      .limit(limit);
  }

  /** @returns how often each credential called each operation, and how each bucket refused it */
  byCredential(teamId: TeamId, span: Span) {
    return this.database.handle
      .select({
        credentialType: entries.credentialType,
        credentialId: entries.credentialId,
        clientId: entries.clientId,
        userId: entries.userId,
        role: sql<Role | null>`${entries.role}`,
        operationId: entries.operationId,
        refusedBucket: entries.refusedBucket,
        calls: count(),
        shadowRefused: countOf(isRefusedOnTrial),
      })
      .from(entries)
      .where(charged(teamId, span))
      .groupBy(
        entries.credentialType,
        entries.credentialId,
        entries.clientId,
        entries.userId,
        entries.role,
        entries.operationId,
        entries.refusedBucket,
      );
  }

  /** @returns how many calls each rule on trial would have refused */
  async shadowRefusals(teamId: TeamId, span: Span): Promise<{ ruleId: string; calls: number }[]> {
    const { from, to } = span;
    const { rows } = await this.database.query<{ rule_id: string; calls: number }>(
      `select rule_id, count(*)::int as calls
         from audit_entries, jsonb_array_elements_text(shadow_refusals) as rule_id
        where team_id = $1 and created_at >= $2 and created_at < $3 and shadow_refusals is not null
        group by rule_id`,
      [teamId, from.toISOString(), to.toISOString()],
    );
    return rows.map(({ rule_id: ruleId, calls }) => ({ ruleId, calls }));
  }

  /** @returns calls, refusals and how long the others took per step of `stepSeconds`, by the unix time in seconds at which the step begins */
  series(
    teamId: TeamId,
    span: Span,
    stepSeconds: number,
    only: { readonly credentialId?: string | undefined; readonly operationId?: string | undefined },
  ) {
    const step = sql<number>`(floor(extract(epoch from ${entries.createdAt}) / ${sql.raw(String(stepSeconds))}) * ${sql.raw(String(stepSeconds))})::float8`;
    return this.database.handle
      .select({
        at: step,
        calls: count(),
        refused: countOf(isRefused),
        shadowRefused: countOf(isRefusedOnTrial),
        durations: DURATIONS,
      })
      .from(entries)
      .where(
        and(
          charged(teamId, span),
          only.credentialId === undefined ? undefined : eq(entries.credentialId, only.credentialId),
          only.operationId === undefined ? undefined : eq(entries.operationId, only.operationId),
        ),
      )
      .groupBy(step);
  }
}

/** What the operator, a page or the dispatcher did has no limit. */
function charged(teamId: TeamId, { from, to }: Span): SQL | undefined {
  return and(
    eq(entries.teamId, teamId),
    gte(entries.createdAt, from),
    lt(entries.createdAt, to),
    inArray(entries.credentialType, ['api_key', 'oauth', 'session']),
    inArray(entries.source, ['api', 'mcp', 'dashboard']),
    sql`${entries.cost} > 0`,
  );
}

function ofRule({ bucket, subject, subjectId }: CallFilter): SQL | undefined {
  const ofBucket = bucket === 'api' ? undefined : inArray(entries.operationId, [...OPERATIONS_OF[bucket]]);
  return and(ofBucket, ofSubject(subject, subjectId));
}

function ofSubject(subject: RuleSubject, id: string): SQL | undefined {
  switch (subject) {
    case 'api_key':
      return and(eq(entries.credentialType, 'api_key'), eq(entries.credentialId, id));
    case 'oauth_client':
      return eq(entries.clientId, id);
    case 'role':
      return eq(entries.role, id);
    case 'user':
      return eq(entries.userId, id);
    case 'team':
      return undefined;
  }
}

/** One comparison of both columns, which the index answers. */
const isBefore = ({ createdAt, id }: CallPlace): SQL =>
  sql`(${entries.createdAt}, ${entries.id}) < (${createdAt.toISOString()}::timestamptz, ${id}::bigint)`;
