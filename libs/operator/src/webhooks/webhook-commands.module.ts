import { Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import { PeopleFinder } from '../keys/people-finder';
import { WebhookSecretKeeper } from './webhook-secret-keeper';
import { WebhooksCommands } from './webhooks-commands';

/** The operator's commands about webhooks. */
@Module({})
export class WebhookCommandsModule {
  /**
   * @param source module that exports the keeper
   * @param keeper class that has the secrets
   */
  static forRoot(source: Type, keeper: Type<WebhookSecretKeeper>): DynamicModule {
    return {
      module: WebhookCommandsModule,
      imports: [source],
      providers: [PeopleFinder, WebhooksCommands, { provide: WebhookSecretKeeper, useExisting: keeper }],
    };
  }
}
