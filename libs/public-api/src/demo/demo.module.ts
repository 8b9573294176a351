import { Module } from '@nestjs/common';
import { FilesModule } from '../files';
import { SandboxesModule } from '../sandboxes';
import { SkillsModule } from '../skills';
import { DemoContent } from './demo-content';
import { DemoRepository } from './demo.repository';
import { DemoSeeder } from './demo-seeder';
import { DemoWork } from './demo-work';
import { DemoWorkRepository } from './demo-work.repository';

@Module({
  imports: [FilesModule, SkillsModule, SandboxesModule],
  providers: [DemoSeeder, DemoContent, DemoWork, DemoRepository, DemoWorkRepository],
  exports: [DemoSeeder],
})
export class DemoModule {}
