import { Injectable } from '@nestjs/common';
import { FileWriter } from '../files';
import { PluginsService, SkillsService, SystemSkillsRepository } from '../skills';
import { DEMO_FILES } from './demo-files';
import { DEMO_TEAM, demoUserId } from './demo-people';
import { DEMO_PLUGINS, DEMO_SYSTEM_SKILLS, DEMO_TEAM_SKILLS } from './demo-skills';

/** Files, skills and plugins of the demo, written by the services that own them. */
@Injectable()
export class DemoContent {
  constructor(
    private readonly files: FileWriter,
    private readonly skills: SkillsService,
    private readonly systemSkills: SystemSkillsRepository,
    private readonly plugins: PluginsService,
  ) {}

  /** Runs in the transaction of the seeder. */
  async write(): Promise<void> {
    for (const plugin of DEMO_PLUGINS) await this.plugins.upsert(plugin);
    for (const skill of DEMO_SYSTEM_SKILLS) await this.systemSkills.upsert(skill);
    for (const skill of DEMO_TEAM_SKILLS) await this.skills.put(DEMO_TEAM.id, skill);
    for (const { path, creator, bytes } of DEMO_FILES) {
      await this.files.write(DEMO_TEAM.id, demoUserId(creator), { path, bytes });
    }
  }
}
