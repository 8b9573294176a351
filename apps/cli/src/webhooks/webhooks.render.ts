import type { WebhookSecretView } from '@app/operator';

const minute = (iso: string): string => iso.slice(0, 16).replace('T', ' ');

const overlapOf = ({ former_until: until }: WebhookSecretView): string =>
  until === null ? '' : ` The former one signs too until ${minute(until)} UTC.`;

export function renderSecret(view: WebhookSecretView): string {
  return `Signing secret of the team ${view.team.name}, made at ${minute(view.created_at)} UTC:

  ${view.secret}

Receivers check x-webhook-signature with it.${overlapOf(view)}`;
}

export function renderRotatedSecret(view: WebhookSecretView): string {
  return `New signing secret of the team ${view.team.name}:

  ${view.secret}

Give it to the receivers now.${overlapOf(view)}`;
}
