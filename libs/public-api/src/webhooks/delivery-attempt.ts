import type { Clock } from '@app/auth';
import { asTeamId } from '@app/database';
import type { AttemptRecord } from './delivery-queue.repository';
import { signatureOf } from './signature';
import type { TargetCheck } from './target-check';
import { TargetNotAllowedError } from './target-not-allowed.error';
import type { WebhookClient } from './webhook-client';
import type { WebhookSecrets } from './webhook-secrets.service';
import type { DeliveryRow } from './webhooks.tables';

/** How long an attempt may take, from the search for the host's addresses on, in milliseconds. */
export const ATTEMPT_MS = 10_000;

/** Sends one delivery once. */
export class DeliveryAttempt {
  constructor(
    private readonly targets: TargetCheck,
    private readonly secrets: WebhookSecrets,
    private readonly client: WebhookClient,
    private readonly clock: Clock,
    readonly timeoutMs = ATTEMPT_MS,
  ) {}

  /**
   * @param stop ends the attempt early
   * @throws only if the secrets cannot be read
   */
  async make(delivery: DeliveryRow, stop: AbortSignal): Promise<AttemptRecord> {
    const secrets = await this.secrets.signing(asTeamId(delivery.teamId));
    const end = new AbortController();
    const onStop = () => end.abort('stopped');
    const timer = setTimeout(() => end.abort('timeout'), this.timeoutMs);
    stop.addEventListener('abort', onStop, { once: true });
    try {
      // The name may lead elsewhere by now than it did when the run was started.
      const target = await this.targets.check(delivery.url, end.signal);
      const headers = this.headersOf(delivery, secrets);
      const status = await this.client.post(target, headers, delivery.body, end.signal);
      return { status, error: null };
    } catch (error) {
      return { status: null, error: end.signal.aborted ? String(end.signal.reason) : reasonOf(error) };
    } finally {
      clearTimeout(timer);
      stop.removeEventListener('abort', onStop);
    }
  }

  private headersOf({ id, body }: DeliveryRow, secrets: readonly string[]): Record<string, string> {
    const seconds = Math.floor(this.clock.now() / 1000);
    return {
      'content-type': 'application/json',
      'user-agent': 'duvo-webhooks/1',
      'x-webhook-id': id,
      'x-webhook-signature': signatureOf(secrets, body, seconds),
    };
  }
}

/** A code rather than a message, which may hold the URL. */
function reasonOf(error: unknown): string {
  if (error instanceof TargetNotAllowedError) return `target not allowed: ${error.message}`;
  const { code, message } = error as { code?: unknown; message: string };
  return typeof code === 'string' ? code : message.slice(0, 200);
}
