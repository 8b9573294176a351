import { Module } from '@nestjs/common';
import { Clock } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { DeliveryAttempt } from './delivery-attempt';
import { DeliveryOutcomes } from './delivery-outcomes';
import { DeliveryQueueRepository } from './delivery-queue.repository';
import { DueDeliveriesRepository } from './due-deliveries.repository';
import { DnsResolver, HostResolver, SystemResolver } from './host-resolver';
import { SealedSecretsRepository } from './sealed-secrets.repository';
import { SecretRenewal } from './secret-renewal';
import { TargetCheck } from './target-check';
import { WebhookClient } from './webhook-client';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository';
import { WebhookOutbox } from './webhook-outbox.service';
import { WebhookSecretsModule } from './webhook-secrets.module';
import { WebhookSecrets } from './webhook-secrets.service';
import { WebhookSender } from './webhook-sender.service';
import { WebhookSweeper } from './webhook-sweeper.service';
import { WebhookTargets } from './webhook-targets.service';
import { WebhookWake } from './webhook-wake';

/** Tells the callers of runs what happens to them. Whoever executes runs starts and stops the sender. */
@Module({
  imports: [WebhookSecretsModule],
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
    SealedSecretsRepository,
    SecretRenewal,
    WebhookTargets,
    WebhookWake,
    WebhookDeliveriesRepository,
    WebhookOutbox,
    DeliveryQueueRepository,
    DueDeliveriesRepository,
    { provide: WebhookClient, useFactory: () => new WebhookClient() },
    {
      provide: DeliveryAttempt,
      useFactory: (targets: TargetCheck, secrets: WebhookSecrets, client: WebhookClient, clock: Clock) =>
        new DeliveryAttempt(targets, secrets, client, clock),
      inject: [TargetCheck, WebhookSecrets, WebhookClient, Clock],
    },
    {
      provide: DeliveryOutcomes,
      useFactory: (queue: DeliveryQueueRepository, logger: Logger) => new DeliveryOutcomes(queue, logger),
      inject: [DeliveryQueueRepository, LOGGER],
    },
    WebhookSender,
    WebhookSweeper,
  ],
  exports: [WebhookTargets, WebhookOutbox, WebhookSender, WebhookSweeper, WebhookSecretsModule],
})
export class WebhooksModule {}
