import { Injectable } from '@nestjs/common';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { caseEventsTable, caseLabelsTable, casesTable } from './cases.tables';
import type { CaseEventRow } from './cases.tables';
import { byName } from './labels.repository';
import { labelsTable } from './queues.tables';
import type { LabelRow } from './queues.tables';

export interface CaseLabelLink {
  readonly caseId: string;
  readonly labelId: string;
}

/** Who changes the labels of a case. */
export interface LabelActor {
  readonly type: CaseEventRow['actorType'];
  readonly id: string | null;
}

/** Which case has which label. */
@Injectable()
export class CaseLabelsRepository {
  constructor(private readonly database: Database) {}

  async hasCase(teamId: TeamId, caseId: string): Promise<boolean> {
    const [row] = await this.database.handle
      .select({ id: casesTable.id })
      .from(casesTable)
      .where(oneCase(teamId, caseId));
    return row !== undefined;
  }

  /** Holds the case until the transaction ends. @returns id of its queue, `undefined` if there is no such case */
  async lockCase(teamId: TeamId, caseId: string): Promise<string | undefined> {
    const [row] = await this.database.handle
      .select({ queueId: casesTable.queueId })
      .from(casesTable)
      .where(oneCase(teamId, caseId))
      .for('no key update');
    return row?.queueId;
  }

  /** @returns one entry per case and label, by key and value */
  ofCases(teamId: TeamId, caseIds: readonly string[]): Promise<{ caseId: string; label: LabelRow }[]> {
    return this.database.handle
      .select({ caseId: caseLabelsTable.caseId, label: labelsTable })
      .from(caseLabelsTable)
      .innerJoin(labelsTable, eq(labelsTable.id, caseLabelsTable.labelId))
      .where(and(eq(caseLabelsTable.teamId, teamId), inArray(caseLabelsTable.caseId, [...caseIds])))
      .orderBy(...byName, asc(caseLabelsTable.caseId));
  }

  /** Links what is not linked yet. One parameter however many there are: thousands come at once. */
  async link(teamId: TeamId, links: readonly CaseLabelLink[]): Promise<void> {
    await this.database.handle.execute(sql`
      insert into ${caseLabelsTable} (team_id, case_id, label_id)
      select ${teamId}::uuid, link."caseId", link."labelId"
      from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as link("caseId" uuid, "labelId" uuid)
      on conflict do nothing`);
  }

  /** @returns how many of the labels were on the case */
  async unlink(teamId: TeamId, caseId: string, labelIds: readonly string[]): Promise<number> {
    const gone = await this.database.handle
      .delete(caseLabelsTable)
      .where(
        and(
          eq(caseLabelsTable.teamId, teamId),
          eq(caseLabelsTable.caseId, caseId),
          inArray(caseLabelsTable.labelId, [...labelIds]),
        ),
      )
      .returning({ labelId: caseLabelsTable.labelId });
    return gone.length;
  }

  /** Writes that the labels of a case changed into its history, and its time of change. */
  async noteChange(teamId: TeamId, caseId: string, actor: LabelActor): Promise<void> {
    const { handle } = this.database;
    await handle
      .update(casesTable)
      .set({ updatedAt: sql`now()` })
      .where(oneCase(teamId, caseId));
    await handle
      .insert(caseEventsTable)
      .values({ teamId, caseId, type: 'labels_changed', actorType: actor.type, actorId: actor.id });
  }
}

const oneCase = (teamId: TeamId, caseId: string) =>
  and(eq(casesTable.teamId, teamId), eq(casesTable.id, caseId));
