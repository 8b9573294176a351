import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { asTeamId } from '@app/database';
import { resealAll, SecretBox } from '@app/secrets';
import { LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { SealedSecretsRepository } from './sealed-secrets.repository';
import { WebhookSecrets } from './webhook-secrets.service';

/** Encrypts signing secrets anew after a change of the key, so that the key before can be dropped. */
@Injectable()
export class SecretRenewal implements OnApplicationBootstrap {
  constructor(
    private readonly sealed: SealedSecretsRepository,
    private readonly secrets: WebhookSecrets,
    private readonly box: SecretBox,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const teams = await this.sealed.teamsNotSealedBy(this.box.currentPrefix);
    const unreadable = await resealAll(teams, (teamId) => this.secrets.current(asTeamId(teamId)));
    if (unreadable > 0)
      this.logger.warn(
        { count: unreadable },
        'Signing secrets of webhooks were encrypted with a key that is not at hand: start with it after the new one, or rotate the secrets.',
      );
  }
}
