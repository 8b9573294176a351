import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import { ArtifactsRepository } from '../artifacts/artifacts.repository';
import { ConnectedApps } from '../connected-apps/connected-apps.service';
import { RegistrationsRepository } from './registrations.repository';

/** Removes clients with everything that was ever issued to them. */
@Injectable()
export class ClientRemoval {
  constructor(
    private readonly database: Database,
    private readonly registrations: RegistrationsRepository,
    private readonly artifacts: ArtifactsRepository,
    private readonly apps: ConnectedApps,
  ) {}

  remove(clientIds: readonly string[]): Promise<void> {
    return this.database.transaction(async () => {
      await this.apps.revokeClients(clientIds);
      await this.artifacts.deleteClients(clientIds);
      await this.registrations.delete(clientIds);
    });
  }
}
