import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents';
import { ReferenceCheckers } from '../shared';
import { PluginsController } from './plugins.controller';
import { PluginsRepository } from './plugins.repository';
import { PluginsService } from './plugins.service';
import { SkillsController } from './skills.controller';
import { SkillsRepository } from './skills.repository';
import { SkillsService } from './skills.service';
import { SystemSkillsRepository } from './system-skills.repository';

@Module({
  imports: [AgentsModule],
  controllers: [SkillsController, PluginsController],
  providers: [SkillsRepository, SystemSkillsRepository, SkillsService, PluginsRepository, PluginsService],
  exports: [SkillsService, SystemSkillsRepository, PluginsService],
})
export class SkillsModule {
  constructor(references: ReferenceCheckers, skills: SkillsRepository, plugins: PluginsRepository) {
    references.register('skills', skills);
    references.register('plugins', { existing: (_, names) => plugins.existing(names) });
  }
}
