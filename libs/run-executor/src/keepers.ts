import { Injectable } from '@nestjs/common';
import { SandboxCleaner, WebhookSweeper } from '@app/public-api';
import { AuditRetention } from '@app/telemetry';

/** Sweeps of resources that only housekeeping calls. */
@Injectable()
export class Keepers {
  constructor(
    readonly sandboxes: SandboxCleaner,
    readonly webhooks: WebhookSweeper,
    readonly audit: AuditRetention,
  ) {}
}
