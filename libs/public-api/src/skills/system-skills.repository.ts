import { Injectable } from '@nestjs/common';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { Database } from '@app/database';
import { contentFieldsOf } from './skills.repository';
import type { NewSkill, SkillRow } from './skills.repository';
import { skillsTable } from './skills.tables';

/** @global System skills belong to no team; they come with the product. */
@Injectable()
export class SystemSkillsRepository {
  constructor(private readonly database: Database) {}

  async hasName(name: string): Promise<boolean> {
    const rows = await this.database.handle
      .select({ id: skillsTable.id })
      .from(skillsTable)
      .where(and(isNull(skillsTable.teamId), eq(skillsTable.name, name)));
    return rows.length > 0;
  }

  /** Adds a system skill, or brings the one of this name up to date. */
  async upsert(skill: NewSkill): Promise<SkillRow> {
    const [row] = await this.database.handle
      .insert(skillsTable)
      .values({ id: skill.id, name: skill.name, ...contentFieldsOf(skill) })
      .onConflictDoUpdate({
        target: skillsTable.name,
        targetWhere: sql`${skillsTable.teamId} is null`,
        set: contentFieldsOf(skill),
      })
      .returning();
    return row!;
  }
}
