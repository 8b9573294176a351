import { Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import { PeopleFinder } from '../keys/people-finder';
import { WebhooksCommands } from './webhooks-commands';

/** The operator's commands about webhooks. */
@Module({})
export class WebhookCommandsModule {
  /** @param source module that exports a WebhookSecretKeeper */
  static forRoot(source: Type): DynamicModule {
    return {
      module: WebhookCommandsModule,
      imports: [source],
      providers: [PeopleFinder, WebhooksCommands],
    };
  }
}
