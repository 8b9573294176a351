import { Injectable, Logger } from '@nestjs/common';
import type { Provider } from 'oidc-provider';
import { RegistrationsRepository } from './registrations.repository';

/** Notes that a client is in use, beside its requests, so that it is kept. */
@Injectable()
export class ClientUsage {
  private readonly logger = new Logger(ClientUsage.name);

  constructor(private readonly registrations: RegistrationsRepository) {}

  listen(provider: Provider): void {
    provider.on('grant.success', ({ oidc }) => {
      const { clientId } = oidc.client ?? {};
      if (clientId === undefined) return;
      this.registrations
        .noteUse(clientId)
        .catch((error: unknown) =>
          this.logger.warn(`The use of client ${clientId} was not noted: ${String(error)}`),
        );
    });
  }
}
