import type { KeptSecret } from '@app/secrets';

/** The signing secret of a team, as the operator's commands give it out. */
export interface WebhookSecretView {
  readonly team: { readonly id: string; readonly name: string };
  readonly secret: string;
  readonly created_at: string;
  /** Until when the secret before signs too. */
  readonly former_until: string | null;
}

export function toWebhookSecretView(
  { id, name }: WebhookSecretView['team'],
  { secret, createdAt, formerUntil }: KeptSecret,
): WebhookSecretView {
  return {
    team: { id, name },
    secret,
    created_at: createdAt.toISOString(),
    former_until: formerUntil?.toISOString() ?? null,
  };
}
