import { Module } from '@nestjs/common';
import { ExpiredSandboxesRepository } from './expired-sandboxes.repository';
import { RunSandboxes } from './run-sandboxes';
import { SandboxCleaner } from './sandbox-cleaner';
import { SandboxFilesRepository } from './sandbox-files.repository';
import { SandboxesRepository } from './sandboxes.repository';

@Module({
  providers: [
    RunSandboxes,
    SandboxCleaner,
    SandboxesRepository,
    SandboxFilesRepository,
    ExpiredSandboxesRepository,
  ],
  exports: [RunSandboxes, SandboxCleaner],
})
export class SandboxesModule {}
