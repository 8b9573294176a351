import { Module } from '@nestjs/common';
import { WebhookSecretsRepository } from './webhook-secrets.repository';
import { WebhookSecrets } from './webhook-secrets.service';

/** The signing secrets alone, which the operator's command needs without the rest. */
@Module({ providers: [WebhookSecretsRepository, WebhookSecrets], exports: [WebhookSecrets] })
export class WebhookSecretsModule {}
