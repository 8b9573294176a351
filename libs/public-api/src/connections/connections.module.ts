import { Module } from '@nestjs/common';
import { ConnectionsController } from './connections.controller';
import { ConnectionsRepository } from './connections.repository';
import { ConnectionsService } from './connections.service';
import { DepartedOwners } from './departed-owners';

@Module({
  controllers: [ConnectionsController],
  providers: [ConnectionsService, ConnectionsRepository, DepartedOwners],
  exports: [ConnectionsService],
})
export class ConnectionsModule {}
