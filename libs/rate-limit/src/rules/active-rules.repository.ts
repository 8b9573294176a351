import { Injectable } from '@nestjs/common';
import { eq, inArray, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import type { ActiveRule } from './limit-rule';
import { rateLimitRulesTable, rateLimitVersionsTable } from './rules.tables';

/** The rules in force of one team, and which version of them this is. */
export interface TeamRules {
  readonly teamId: TeamId;
  readonly version: number;
  readonly rules: readonly ActiveRule[];
}

/** @global The limiter of a process decides for all teams, so it knows the rules of all of them. */
@Injectable()
export class ActiveRulesRepository {
  constructor(private readonly database: Database) {}

  /** @param teamIds the teams whose rules changed; left out: every team that has or had rules */
  async load(teamIds?: readonly TeamId[]): Promise<TeamRules[]> {
    // One statement: a version and rules that do not belong together would stay so until the next change.
    const rows = await this.database.handle
      .select({
        teamId: sql<TeamId>`${rateLimitVersionsTable.teamId}`,
        version: rateLimitVersionsTable.version,
        rules: sql<ActiveRule[]>`coalesce(json_agg(json_build_object(
          'id', ${rateLimitRulesTable.id}, 'subject', ${rateLimitRulesTable.subject},
          'subjectId', ${rateLimitRulesTable.subjectId}, 'bucket', ${rateLimitRulesTable.bucket},
          'limit', ${rateLimitRulesTable.limit}, 'windowSeconds', ${rateLimitRulesTable.windowSeconds},
          'mode', ${rateLimitRulesTable.mode}
        )) filter (where ${rateLimitRulesTable.enabled}), '[]')`,
      })
      .from(rateLimitVersionsTable)
      .leftJoin(rateLimitRulesTable, eq(rateLimitRulesTable.teamId, rateLimitVersionsTable.teamId))
      .where(teamIds ? inArray(rateLimitVersionsTable.teamId, [...teamIds]) : undefined)
      .groupBy(rateLimitVersionsTable.teamId);
    return rows;
  }

  /** @returns versions of the teams whose rules changed in the last `seconds` */
  changedWithin(seconds: number): Promise<{ teamId: TeamId; version: number }[]> {
    return this.database.handle
      .select({
        teamId: sql<TeamId>`${rateLimitVersionsTable.teamId}`,
        version: rateLimitVersionsTable.version,
      })
      .from(rateLimitVersionsTable)
      .where(sql`${rateLimitVersionsTable.changedAt} > now() - make_interval(secs => ${seconds})`);
  }
}
