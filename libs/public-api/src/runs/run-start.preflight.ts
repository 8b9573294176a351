import { Injectable } from '@nestjs/common';
import type { Preflight } from '../idempotency';
import { WebhookTargets } from '../webhooks';
import type { StartRunBody } from './runs.schemas';

/** Looks up where the webhook of a run would go. */
@Injectable()
export class RunStartPreflight implements Preflight<StartRunBody> {
  constructor(private readonly targets: WebhookTargets) {}

  /** @throws webhook_url_not_allowed */
  async check({ webhook_url: url }: StartRunBody): Promise<void> {
    if (url !== undefined) await this.targets.requireAllowed(url);
  }
}
