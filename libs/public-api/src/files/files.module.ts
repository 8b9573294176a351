import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents';
import { ReferenceCheckers, UsageMeters } from '../shared';
import { DEFAULT_FILE_LIMITS, FILE_LIMITS } from './file-limits';
import { FileOrganizer } from './file-organizer';
import { FileReader } from './file-reader';
import { FileWriter } from './file-writer';
import { FilesController } from './files.controller';
import { FilesRepository } from './files.repository';
import { FilesService } from './files.service';
import { StorageRepository } from './storage.repository';

@Module({
  imports: [AgentsModule],
  controllers: [FilesController],
  providers: [
    { provide: FILE_LIMITS, useValue: DEFAULT_FILE_LIMITS },
    FileOrganizer,
    FileReader,
    FileWriter,
    FilesRepository,
    FilesService,
    StorageRepository,
  ],
  exports: [FileReader, FileWriter],
})
export class FilesModule {
  constructor(
    references: ReferenceCheckers,
    meters: UsageMeters,
    files: FilesRepository,
    storage: StorageRepository,
  ) {
    references.register('files', files);
    meters.register('storage', ({ teamId }) => storage.used(teamId));
  }
}
