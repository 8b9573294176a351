import type { WebhookEvent } from './webhooks.tables';

/** Something that happened to a run whose caller wants to be told. */
export interface RunWebhook {
  readonly runId: string;
  readonly agentId: string;
  /** Where to tell it; it was allowed when the run was started. */
  readonly url: string;
  readonly event: WebhookEvent;
  /** Status of the run after the event. */
  readonly status: string;
  /** When it happened. @default now */
  readonly createdAt?: Date;
  readonly humanRequest: { readonly id: string; readonly type: string; readonly title: string } | null;
}

/**
 * The text that is signed and sent. It holds no input, result or message: whoever may see these fetches them
 * with a credential.
 */
export function webhookBodyOf(eventId: string, teamId: string, webhook: RunWebhook, createdAt: Date): string {
  const { event, runId, agentId, status, humanRequest } = webhook;
  return JSON.stringify({
    event_id: eventId,
    event,
    created_at: createdAt.toISOString(),
    team_id: teamId,
    run_id: runId,
    agent_id: agentId,
    status,
    human_request: humanRequest && {
      id: humanRequest.id,
      type: humanRequest.type,
      title: humanRequest.title,
    },
  });
}
