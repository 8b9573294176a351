import { Module } from '@nestjs/common';
import { FilesModule } from '../files';
import { SkillsModule } from '../skills';
import { DemoContent } from './demo-content';
import { DemoRepository } from './demo.repository';
import { DemoSeeder } from './demo-seeder';

@Module({
  imports: [FilesModule, SkillsModule],
  providers: [DemoSeeder, DemoContent, DemoRepository],
  exports: [DemoSeeder],
})
export class DemoModule {}
