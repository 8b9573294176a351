import { Injectable } from '@nestjs/common';
import { and, count, eq, inArray, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { containsPattern } from '../shared';
import type { Page, PageRequest } from '../shared';
import { caseLabelsTable } from './cases.tables';
import { derivedHue } from './label-hue';
import type { LabelName } from './label-name';
import { labelsTable } from './queues.tables';
import type { LabelRow } from './queues.tables';

export type NewLabel = LabelName & { readonly colorHue?: number | undefined };
export type LabelChange = {
  readonly [Field in 'key' | 'value' | 'colorHue']?: LabelRow[Field] | undefined;
};
export type LabelWithCount = LabelRow & { readonly caseCount: number };

/** Order of labels everywhere: by code point, so that it is the same on every server. */
export const byName = [sql`${labelsTable.key} collate "C"`, sql`${labelsTable.value} collate "C"`];

/** As people write a label: `key:value`, or the value alone. */
const shown = sql`case when ${labelsTable.key} = '' then ${labelsTable.value}
  else ${labelsTable.key} || ':' || ${labelsTable.value} end`;

/** Labels of queues. Whoever creates, changes or deletes one holds the lock of its queue. */
@Injectable()
export class LabelsRepository {
  constructor(private readonly database: Database) {}

  async list(
    teamId: TeamId,
    queueId: string,
    filter: PageRequest & { readonly search?: string | undefined },
  ): Promise<Page<LabelWithCount>> {
    const { handle } = this.database;
    const where = and(
      ofQueue(teamId, queueId),
      filter.search ? sql`${shown} ilike ${containsPattern(filter.search)}` : undefined,
    );
    const rows = await handle
      .select()
      .from(labelsTable)
      .where(where)
      .orderBy(...byName)
      .limit(filter.limit)
      .offset(filter.offset);
    const [counted] = await handle.select({ total: count() }).from(labelsTable).where(where);
    const caseCounts = await this.caseCounts(teamId, rows);
    return {
      rows: rows.map((row) => ({ ...row, caseCount: caseCounts.get(row.id) ?? 0 })),
      total: counted?.total ?? 0,
    };
  }

  async find(teamId: TeamId, id: string): Promise<LabelRow | undefined> {
    const [row] = await this.database.handle.select().from(labelsTable).where(one(teamId, id));
    return row;
  }

  /** @returns the labels of the queue with these names */
  named(teamId: TeamId, queueId: string, names: readonly LabelName[]): Promise<LabelRow[]> {
    return this.database.handle
      .select()
      .from(labelsTable)
      .where(
        and(
          ofQueue(teamId, queueId),
          sql`(${labelsTable.key}, ${labelsTable.value}) in (
            select name.key, name.value
            from jsonb_to_recordset(${JSON.stringify(names)}::jsonb) as name(key text, value text))`,
        ),
      );
  }

  /** @returns the new label, or `undefined` if the queue has it already */
  async insert(teamId: TeamId, queueId: string, label: NewLabel): Promise<LabelRow | undefined> {
    const { key, value, colorHue = derivedHue(label) } = label;
    const [row] = await this.database.handle
      .insert(labelsTable)
      .values({ teamId, queueId, key, value, colorHue })
      .onConflictDoNothing({ target: [labelsTable.queueId, labelsTable.key, labelsTable.value] })
      .returning();
    return row;
  }

  /** Creates those of the labels that the queue lacks. One parameter however many there are. */
  async insertMissing(teamId: TeamId, queueId: string, names: readonly LabelName[]): Promise<void> {
    const rows = names.map(({ key, value }) => ({ key, value, hue: derivedHue({ key, value }) }));
    await this.database.handle.execute(sql`
      insert into ${labelsTable} (team_id, queue_id, key, value, color_hue)
      select ${teamId}::uuid, ${queueId}::uuid, label.key, label.value, label.hue
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as label(key text, value text, hue integer)
      order by label.key collate "C", label.value collate "C"
      on conflict do nothing`);
  }

  /** @returns the changed label, `undefined` if it is gone. @throws a violation of `labels_key` */
  async update(teamId: TeamId, id: string, change: LabelChange): Promise<LabelRow | undefined> {
    const [row] = await this.database.handle
      .update(labelsTable)
      .set(change)
      .where(one(teamId, id))
      .returning();
    return row;
  }

  /** Takes a label off all cases. @returns how many had it */
  async unlinkAll(teamId: TeamId, id: string): Promise<number> {
    const { rows } = (await this.database.handle.execute(sql`
      with gone as (
        delete from ${caseLabelsTable} where team_id = ${teamId} and label_id = ${id} returning 1
      ) select count(*)::int as unlinked from gone`)) as { rows: { unlinked: number }[] };
    return rows[0]!.unlinked;
  }

  /** @returns whether there was such a label */
  async remove(teamId: TeamId, id: string): Promise<boolean> {
    const gone = await this.database.handle
      .delete(labelsTable)
      .where(one(teamId, id))
      .returning({ id: labelsTable.id });
    return gone.length > 0;
  }

  private async caseCounts(teamId: TeamId, labels: readonly LabelRow[]): Promise<Map<string, number>> {
    if (labels.length === 0) return new Map();
    const ids = labels.map(({ id }) => id);
    const rows = await this.database.handle
      .select({ labelId: caseLabelsTable.labelId, cases: count() })
      .from(caseLabelsTable)
      .where(and(eq(caseLabelsTable.teamId, teamId), inArray(caseLabelsTable.labelId, ids)))
      .groupBy(caseLabelsTable.labelId);
    return new Map(rows.map(({ labelId, cases }) => [labelId, cases]));
  }
}

const ofQueue = (teamId: TeamId, queueId: string) =>
  and(eq(labelsTable.teamId, teamId), eq(labelsTable.queueId, queueId));
const one = (teamId: TeamId, id: string) => and(eq(labelsTable.teamId, teamId), eq(labelsTable.id, id));
