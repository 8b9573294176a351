import { Module } from '@nestjs/common';
import { UsageMeters } from '../shared';
import { ExpiredSandboxesRepository } from './expired-sandboxes.repository';
import { RunSandboxes } from './run-sandboxes';
import { SandboxCleaner } from './sandbox-cleaner';
import { SandboxCreator } from './sandbox-creator';
import { SandboxFileWriter } from './sandbox-file-writer';
import { SandboxFilesRepository } from './sandbox-files.repository';
import { SandboxesController } from './sandboxes.controller';
import { SandboxesRepository } from './sandboxes.repository';
import { SandboxesService } from './sandboxes.service';

@Module({
  controllers: [SandboxesController],
  providers: [
    RunSandboxes,
    SandboxCleaner,
    SandboxCreator,
    SandboxFileWriter,
    SandboxesService,
    SandboxesRepository,
    SandboxFilesRepository,
    ExpiredSandboxesRepository,
  ],
  exports: [RunSandboxes, SandboxCleaner],
})
export class SandboxesModule {
  constructor(meters: UsageMeters, sandboxes: SandboxesRepository) {
    meters.register(
      'sandboxes',
      async ({ teamId, userId }) => (await sandboxes.activeOf(teamId, userId)).count,
    );
  }
}
