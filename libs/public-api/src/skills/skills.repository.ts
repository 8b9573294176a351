import { Injectable } from '@nestjs/common';
import { and, asc, count, eq, ilike, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { containsPattern } from '../shared';
import type { Page, PageRequest } from '../shared';
import { skillsTable } from './skills.tables';

export type SkillRow = typeof skillsTable.$inferSelect;
/** A skill as lists show it: its content can be long. */
export type SkillSummary = Omit<SkillRow, 'content'>;
export type NewSkill = Pick<SkillRow, 'name' | 'description' | 'content'> & {
  readonly id?: string | undefined;
};

export interface SkillFilter {
  readonly search?: string | undefined;
  /** `true`: only system skills; `false`: only those of the team. */
  readonly system?: boolean | undefined;
}

const SUMMARY_COLUMNS = {
  id: skillsTable.id,
  teamId: skillsTable.teamId,
  name: skillsTable.name,
  description: skillsTable.description,
  sizeBytes: skillsTable.sizeBytes,
  createdAt: skillsTable.createdAt,
  updatedAt: skillsTable.updatedAt,
};

/** Skills of a team, and the system skills that every team sees. */
@Injectable()
export class SkillsRepository {
  constructor(private readonly database: Database) {}

  async list(teamId: TeamId, filter: SkillFilter, page: PageRequest): Promise<Page<SkillSummary>> {
    const { handle } = this.database;
    const pattern = filter.search ? containsPattern(filter.search) : undefined;
    const where = and(
      seenBy(teamId),
      filter.system === undefined ? undefined : ofSystem(filter.system),
      pattern ? or(ilike(skillsTable.name, pattern), ilike(skillsTable.description, pattern)) : undefined,
    );
    const rows = await handle
      .select(SUMMARY_COLUMNS)
      .from(skillsTable)
      .where(where)
      .orderBy(sql`${skillsTable.name} collate "C"`, asc(skillsTable.id))
      .limit(page.limit)
      .offset(page.offset);
    const [counted] = await handle.select({ total: count() }).from(skillsTable).where(where);
    return { rows, total: counted?.total ?? 0 };
  }

  async find(teamId: TeamId, id: string): Promise<SkillRow | undefined> {
    const [row] = await this.database.handle
      .select()
      .from(skillsTable)
      .where(and(seenBy(teamId), eq(skillsTable.id, id)));
    return row;
  }

  /**
   * Finds and locks a skill until the transaction ends. Waits for a transaction that has just found it through
   * `existing`, so that whatever comes to rely on the skill is seen before the skill goes.
   */
  async findForUpdate(teamId: TeamId, id: string): Promise<SkillSummary | undefined> {
    const [row] = await this.database.handle
      .select(SUMMARY_COLUMNS)
      .from(skillsTable)
      .where(and(seenBy(teamId), eq(skillsTable.id, id)))
      .for('update');
    return row;
  }

  /** @returns those of the ids that are skills; these stay until the transaction ends */
  async existing(teamId: TeamId, ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.handle
      .select({ id: skillsTable.id })
      .from(skillsTable)
      .where(and(seenBy(teamId), inArray(skillsTable.id, [...ids])))
      .for('key share');
    return new Set(rows.map((row) => row.id));
  }

  /** @returns the new skill, or `undefined` if the team has one of this name */
  async insert(teamId: TeamId, skill: NewSkill): Promise<SkillRow | undefined> {
    const [row] = await this.database.handle
      .insert(skillsTable)
      .values({ teamId, id: skill.id, name: skill.name, ...contentFieldsOf(skill) })
      .onConflictDoNothing({ target: [skillsTable.teamId, skillsTable.name] })
      .returning();
    return row;
  }

  /** @returns the changed skill, or `undefined` if the team has none of this name */
  async replace(teamId: TeamId, skill: NewSkill): Promise<SkillRow | undefined> {
    const [row] = await this.database.handle
      .update(skillsTable)
      .set(contentFieldsOf(skill))
      .where(and(eq(skillsTable.teamId, teamId), eq(skillsTable.name, skill.name)))
      .returning();
    return row;
  }

  async remove(teamId: TeamId, id: string): Promise<void> {
    await this.database.handle
      .delete(skillsTable)
      .where(and(eq(skillsTable.teamId, teamId), eq(skillsTable.id, id)));
  }
}

const seenBy = (teamId: TeamId) => or(eq(skillsTable.teamId, teamId), isNull(skillsTable.teamId));
const ofSystem = (system: boolean) => (system ? isNull(skillsTable.teamId) : isNotNull(skillsTable.teamId));

/** @returns what a write sets, whether the skill is new or not */
export function contentFieldsOf({ description, content }: NewSkill) {
  return { description, content, sizeBytes: Buffer.byteLength(content), updatedAt: sql`now()` };
}
