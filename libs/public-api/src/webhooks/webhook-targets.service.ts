import { Injectable } from '@nestjs/common';
import { ApiException } from '@app/errors';
import { TargetCheck } from './target-check';
import { TargetNotAllowedError } from './target-not-allowed.error';

/** How long a request waits for the addresses of a host, in milliseconds. */
const RESOLVE_MS = 3000;

/** Judges the webhook URLs that callers give. */
@Injectable()
export class WebhookTargets {
  constructor(private readonly targets: TargetCheck) {}

  /**
   * Looks the host up, so call it outside a transaction.
   * @throws ApiException `webhook_url_not_allowed`, saying what the URL must be
   */
  async requireAllowed(url: string): Promise<void> {
    try {
      await this.targets.check(url, AbortSignal.timeout(RESOLVE_MS));
    } catch (error) {
      if (!(error instanceof TargetNotAllowedError)) throw error;
      throw new ApiException('webhook_url_not_allowed', {
        message: `The webhook URL ${error.message}.`,
        details: [{ field: 'webhook_url', message: error.message, code: 'webhook_url_not_allowed' }],
      });
    }
  }
}
