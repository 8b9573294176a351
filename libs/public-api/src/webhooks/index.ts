export { WebhooksModule } from './webhooks.module';
export { WebhookOutbox } from './webhook-outbox.service';
export { WebhookTargets } from './webhook-targets.service';
export type { RunWebhook } from './webhook-event';
export type { WebhookEvent } from './webhooks.tables';
