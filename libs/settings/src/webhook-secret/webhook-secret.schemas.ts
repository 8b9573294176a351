import { z } from 'zod';
import type { KeptSecret, SecretState } from '@app/secrets';
import { isoTime } from '../fields.schemas';

const state = {
  created_at: isoTime(),
  old_secret_until: isoTime().nullable().describe('Until when the secret before signs too.'),
};

export const webhookSecretReply = z.strictObject({
  webhook_secret: z
    .strictObject(state)
    .nullable()
    .describe('Null before the first webhook, or the first rotation.'),
});
export const rotatedSecretReply = z.strictObject({
  webhook_secret: z.strictObject(state),
  secret: z.string().describe('Shown this once.'),
});

export type WebhookSecretView = z.output<typeof webhookSecretReply>;
export type RotatedSecretView = z.output<typeof rotatedSecretReply>;

const toStateView = ({ createdAt, formerUntil }: SecretState) => ({
  created_at: createdAt.toISOString(),
  old_secret_until: formerUntil?.toISOString() ?? null,
});

export const toWebhookSecretView = (found: SecretState | undefined): WebhookSecretView => ({
  webhook_secret: found ? toStateView(found) : null,
});

export const toRotatedSecretView = (kept: KeptSecret): RotatedSecretView => ({
  webhook_secret: toStateView(kept),
  secret: kept.secret,
});
