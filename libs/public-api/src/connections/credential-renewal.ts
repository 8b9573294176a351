import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { resealAll, SecretBox } from '@app/secrets';
import { LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { ConnectionCredentials } from './connection-credentials.service';
import { SealedCredentialsRepository } from './sealed-credentials.repository';

/** Encrypts credentials anew after a change of the key, so that the key before can be dropped. */
@Injectable()
export class CredentialRenewal implements OnApplicationBootstrap {
  constructor(
    private readonly sealed: SealedCredentialsRepository,
    private readonly credentials: ConnectionCredentials,
    private readonly box: SecretBox,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const found = await this.sealed.notSealedBy(this.box.currentPrefix);
    const unreadable = await resealAll([...found.keys()], (id) => this.credentials.renew(found.get(id)!, id));
    if (unreadable > 0)
      this.logger.warn(
        { count: unreadable },
        'Credentials of connections were encrypted with a key that is not at hand: start with it after the new one, or sign the connections in again.',
      );
  }
}
