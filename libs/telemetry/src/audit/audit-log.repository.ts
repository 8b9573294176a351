import { Injectable } from '@nestjs/common';
import { and, asc, desc, eq, gte, lt, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import type { AuditFilter, AuditOutcome } from './audit-filter';
import type { AuditPosition } from './audit-position';
import { auditEntriesTable as entries } from './audit.tables';
import type { AuditRow } from './audit.tables';

/** Reads the trail of a team. Nothing here changes an entry. */
@Injectable()
export class AuditLogRepository {
  constructor(private readonly database: Database) {}

  /** @returns up to `limit` entries, newest first, that stand before the position */
  newest(teamId: TeamId, filter: AuditFilter, limit: number, before?: AuditPosition): Promise<AuditRow[]> {
    return this.database.handle
      .select()
      .from(entries)
      .where(and(matching(teamId, filter), before && sql`${PLACE} < ${placeOf(before)}`))
      .orderBy(desc(entries.createdAt), desc(entries.id))
      .limit(limit);
  }

  /** @returns up to `limit` entries, oldest first, that stand behind one position and not behind the other */
  oldest(
    teamId: TeamId,
    filter: AuditFilter,
    limit: number,
    { after, upTo }: { readonly after?: AuditPosition | undefined; readonly upTo: AuditPosition },
  ): Promise<AuditRow[]> {
    const within = and(
      sql`${PLACE} <= ${placeOf(upTo)}`,
      after && sql`${PLACE} > ${placeOf(after)}`,
      matching(teamId, filter),
    );
    return this.database.handle
      .select()
      .from(entries)
      .where(within)
      .orderBy(asc(entries.createdAt), asc(entries.id))
      .limit(limit);
  }
}

/** One comparison of both columns, which the index answers. */
const PLACE = sql`(${entries.createdAt}, ${entries.id})`;
const placeOf = ({ createdAt, id }: AuditPosition): SQL =>
  sql`(${createdAt.toISOString()}::timestamptz, ${id}::bigint)`;

function matching(teamId: TeamId, filter: AuditFilter): SQL | undefined {
  return and(
    eq(entries.teamId, teamId),
    filter.since && gte(entries.createdAt, filter.since),
    filter.until && lt(entries.createdAt, filter.until),
    isGiven(filter.userId, (id) => eq(entries.userId, id)),
    isGiven(filter.credentialId, (id) => eq(entries.credentialId, id)),
    isGiven(filter.clientId, (id) => eq(entries.clientId, id)),
    isGiven(filter.operationId, (id) => eq(entries.operationId, id)),
    isGiven(filter.source, (source) => eq(entries.source, source)),
    isGiven(filter.outcome, withOutcome),
  );
}

function isGiven<T>(value: T | undefined, condition: (value: T) => SQL | undefined): SQL | undefined {
  return value === undefined ? undefined : condition(value);
}

function withOutcome(outcome: AuditOutcome): SQL | undefined {
  if (outcome === 'ok') return lt(entries.status, 400);
  return outcome === 'failed'
    ? gte(entries.status, 500)
    : and(gte(entries.status, 400), lt(entries.status, 500));
}
