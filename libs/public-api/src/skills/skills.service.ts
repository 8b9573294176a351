import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import { LiveConfigs } from '../agents';
import { toPageView } from '../shared';
import { SkillsRepository } from './skills.repository';
import type { NewSkill, SkillRow } from './skills.repository';
import { toSkillView, toSkillWithContentView } from './skills.schemas';
import type { CreateSkillBody, ListSkillsQuery } from './skills.schemas';
import { SystemSkillsRepository } from './system-skills.repository';

/** How often a write follows a skill that others create and delete under the same name. */
const ATTEMPTS = 3;

@Injectable()
export class SkillsService {
  constructor(
    private readonly database: Database,
    private readonly skills: SkillsRepository,
    private readonly systemSkills: SystemSkillsRepository,
    private readonly liveConfigs: LiveConfigs,
  ) {}

  async list({ teamId }: CallerContext, query: ListSkillsQuery) {
    return toPageView('skills', await this.skills.list(teamId, query, query), query, toSkillView);
  }

  /** @throws ApiException `not_found` */
  async get({ teamId }: CallerContext, id: string) {
    const skill = await this.skills.find(teamId, id);
    if (!skill) throw new ApiException('not_found');
    return { skill: toSkillWithContentView(skill) };
  }

  /** @throws ApiException `system_skill` */
  async create({ teamId }: CallerContext, body: CreateSkillBody) {
    const { skill, created } = await this.put(teamId, body);
    return { skill: toSkillView(skill), created };
  }

  /** @throws ApiException `not_found`, `system_skill`, `in_use` */
  delete({ teamId }: CallerContext, id: string) {
    return this.database.transaction(async () => {
      const skill = await this.skills.findForUpdate(teamId, id);
      if (!skill) throw new ApiException('not_found');
      if (skill.teamId === null) throw new ApiException('system_skill');
      if (await this.liveConfigs.usesSkill(teamId, id)) {
        throw new ApiException('in_use', { message: 'A live revision of an agent uses this skill.' });
      }
      await this.skills.remove(teamId, id);
      return { success: true as const };
    });
  }

  /**
   * Creates a skill of the team, or replaces the one of this name.
   * @throws ApiException `system_skill` if the name is that of a system skill
   */
  put(teamId: TeamId, skill: NewSkill): Promise<{ skill: SkillRow; created: boolean }> {
    return this.database.transaction(async () => {
      if (await this.systemSkills.hasName(skill.name)) {
        throw new ApiException('system_skill', {
          message: `The name ${skill.name} belongs to a system skill.`,
        });
      }
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const inserted = await this.skills.insert(teamId, skill);
        if (inserted) return { skill: inserted, created: true };
        const replaced = await this.skills.replace(teamId, skill);
        if (replaced) return { skill: replaced, created: false };
      }
      throw new ApiException('conflict');
    });
  }
}
