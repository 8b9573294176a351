import { Module } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { DnsResolver, HostResolver, SystemResolver } from './host-resolver';
import { TargetCheck } from './target-check';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository';
import { WebhookOutbox } from './webhook-outbox.service';
import { WebhookTargets } from './webhook-targets.service';
import { WebhookWake } from './webhook-wake';

/** Tells the callers of runs what happens to them. Whoever executes runs starts the sender. */
@Module({
  providers: [
    {
      provide: HostResolver,
      useFactory: (config: Config) => (config.webhookAllowPrivate ? new SystemResolver() : new DnsResolver()),
      inject: [CONFIG],
    },
    {
      provide: TargetCheck,
      useFactory: (resolver: HostResolver, config: Config) =>
        new TargetCheck(resolver, config.webhookAllowPrivate),
      inject: [HostResolver, CONFIG],
    },
    WebhookTargets,
    WebhookWake,
    WebhookDeliveriesRepository,
    WebhookOutbox,
  ],
  exports: [WebhookTargets, WebhookOutbox],
})
export class WebhooksModule {}
