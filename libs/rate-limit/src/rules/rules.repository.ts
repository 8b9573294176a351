import { Injectable } from '@nestjs/common';
import { and, asc, count, eq, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import type { LimitRule } from './limit-rule';
import { rateLimitRulesTable, rateLimitVersionsTable } from './rules.tables';

export type NewRule = Omit<LimitRule, 'id' | 'teamId' | 'createdAt' | 'updatedAt'>;
export type RuleChange = Partial<Pick<LimitRule, 'limit' | 'windowSeconds' | 'mode' | 'enabled'>>;

const RULE = {
  id: rateLimitRulesTable.id,
  teamId: sql<TeamId>`${rateLimitRulesTable.teamId}`,
  subject: rateLimitRulesTable.subject,
  subjectId: rateLimitRulesTable.subjectId,
  bucket: rateLimitRulesTable.bucket,
  limit: rateLimitRulesTable.limit,
  windowSeconds: rateLimitRulesTable.windowSeconds,
  mode: rateLimitRulesTable.mode,
  enabled: rateLimitRulesTable.enabled,
  createdAt: rateLimitRulesTable.createdAt,
  updatedAt: rateLimitRulesTable.updatedAt,
};

/** The rules of a team. */
@Injectable()
export class LimitRulesRepository {
  constructor(private readonly database: Database) {}

  list(teamId: TeamId): Promise<LimitRule[]> {
    return this.database.handle
      .select(RULE)
      .from(rateLimitRulesTable)
      .where(eq(rateLimitRulesTable.teamId, teamId))
      .orderBy(asc(rateLimitRulesTable.createdAt), asc(rateLimitRulesTable.id));
  }

  async find(teamId: TeamId, id: string): Promise<LimitRule | undefined> {
    const [rule] = await this.database.handle.select(RULE).from(rateLimitRulesTable).where(one(teamId, id));
    return rule;
  }

  async count(teamId: TeamId): Promise<number> {
    const [row] = await this.database.handle
      .select({ rules: count() })
      .from(rateLimitRulesTable)
      .where(eq(rateLimitRulesTable.teamId, teamId));
    return row?.rules ?? 0;
  }

  /** @throws a unique violation of `rate_limit_rules_subject_key` */
  async insert(teamId: TeamId, rule: NewRule, createdBy: string | null): Promise<LimitRule> {
    const [row] = await this.database.handle
      .insert(rateLimitRulesTable)
      .values({ ...rule, teamId, createdBy })
      .returning(RULE);
    return row as LimitRule;
  }

  /** @throws a unique violation of `rate_limit_rules_subject_key` */
  async update(teamId: TeamId, id: string, change: RuleChange): Promise<LimitRule | undefined> {
    const [row] = await this.database.handle
      .update(rateLimitRulesTable)
      .set({ ...change, updatedAt: sql`now()` })
      .where(one(teamId, id))
      .returning(RULE);
    return row;
  }

  async remove(teamId: TeamId, id: string): Promise<boolean> {
    const rows = await this.database.handle
      .delete(rateLimitRulesTable)
      .where(one(teamId, id))
      .returning({ id: rateLimitRulesTable.id });
    return rows.length > 0;
  }

  /** Counts a change, in the transaction that makes it. Changes of one team thereby follow one another. */
  async nextVersion(teamId: TeamId): Promise<void> {
    await this.database.handle
      .insert(rateLimitVersionsTable)
      .values({ teamId, version: 1 })
      .onConflictDoUpdate({
        target: rateLimitVersionsTable.teamId,
        set: { version: sql`${rateLimitVersionsTable.version} + 1`, changedAt: sql`clock_timestamp()` },
      });
  }
}

const one = (teamId: TeamId, id: string) =>
  and(eq(rateLimitRulesTable.teamId, teamId), eq(rateLimitRulesTable.id, id));
