import { Module } from '@nestjs/common';
import { WebhookSecretKeeper } from '@app/secrets';
import { WebhookSecretsRepository } from './webhook-secrets.repository';
import { WebhookSecrets } from './webhook-secrets.service';

/** The signing secrets alone, which the operator's command and the dashboard need without the rest. */
@Module({
  providers: [
    WebhookSecretsRepository,
    WebhookSecrets,
    { provide: WebhookSecretKeeper, useExisting: WebhookSecrets },
  ],
  exports: [WebhookSecrets, WebhookSecretKeeper],
})
export class WebhookSecretsModule {}
