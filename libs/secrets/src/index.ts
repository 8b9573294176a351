export { SecretBox, UnreadableSecretError } from './secret-box';
export { resealAll } from './reseal-all';
export { SecretsModule } from './secrets.module';
export { WebhookSecretKeeper } from './webhook-secret-keeper';
export type { KeptSecret, SecretState } from './webhook-secret-keeper';
