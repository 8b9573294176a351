import { Module } from '@nestjs/common';
import { ConnectionCredentialsRepository } from './connection-credentials.repository';
import { ConnectionCredentials } from './connection-credentials.service';
import { ConnectionGrants } from './connection-grants.service';
import { ConnectionSettingsController } from './connection-settings.controller';
import { ConnectionSettingsRepository } from './connection-settings.repository';
import { ConnectionSettings } from './connection-settings.service';
import { ConnectionsController } from './connections.controller';
import { ConnectionsRepository } from './connections.repository';
import { ConnectionsService } from './connections.service';
import { CredentialRenewal } from './credential-renewal';
import { DepartedOwners } from './departed-owners';
import { SealedCredentialsRepository } from './sealed-credentials.repository';

@Module({
  controllers: [ConnectionsController, ConnectionSettingsController],
  providers: [
    ConnectionsService,
    ConnectionsRepository,
    ConnectionCredentials,
    ConnectionCredentialsRepository,
    ConnectionSettings,
    ConnectionSettingsRepository,
    ConnectionGrants,
    DepartedOwners,
    CredentialRenewal,
    SealedCredentialsRepository,
  ],
  exports: [ConnectionsService, ConnectionCredentials],
})
export class ConnectionsModule {}
