export { WebhooksModule } from './webhooks.module';
export { WebhookSecretsModule } from './webhook-secrets.module';
export { WebhookOutbox } from './webhook-outbox.service';
export { WebhookSecrets } from './webhook-secrets.service';
export { WebhookSender } from './webhook-sender.service';
export { WebhookTargets } from './webhook-targets.service';
export type { RunWebhook } from './webhook-event';
export type { WebhookSecret } from './webhook-secrets.repository';
export type { WebhookEvent } from './webhooks.tables';
