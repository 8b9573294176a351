import { Injectable } from '@nestjs/common';
import { and, desc, eq } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import type { Actor } from '../runs';
import type { CaseEventType } from './case-machine';
import { caseEventsTable } from './cases.tables';
import type { CaseEventRow } from './cases.tables';

export interface NewCaseEvent {
  readonly type: CaseEventType;
  readonly actor: Actor;
  readonly note?: string | null | undefined;
}

/** The history of cases; it only grows. */
@Injectable()
export class CaseEventsRepository {
  constructor(private readonly database: Database) {}

  /** Writes the same entry into the history of each case. */
  async append(teamId: TeamId, caseIds: readonly string[], event: NewCaseEvent): Promise<void> {
    if (caseIds.length === 0) return;
    const { type, actor, note = null } = event;
    await this.database.handle
      .insert(caseEventsTable)
      .values(
        caseIds.map((caseId) => ({ teamId, caseId, type, actorType: actor.type, actorId: actor.id, note })),
      );
  }

  /** @returns the newest entries of a case, newest first */
  newest(teamId: TeamId, caseId: string, limit: number): Promise<CaseEventRow[]> {
    return this.database.handle
      .select()
      .from(caseEventsTable)
      .where(and(eq(caseEventsTable.teamId, teamId), eq(caseEventsTable.caseId, caseId)))
      .orderBy(desc(caseEventsTable.n))
      .limit(limit);
  }
}
