import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { CredentialsModule } from '@app/auth';
import { ConfigModule } from '@app/config';
import type { Config } from '@app/config';
import { DatabaseModule } from '@app/database';
import { OAuthStoreModule, OperatorOAuth } from '@app/oauth-server';
import {
  LimitCommandsModule,
  OAuthCommandsModule,
  OperatorCommandsModule,
  WebhookCommandsModule,
} from '@app/operator';
import { WebhookSecretsModule } from '@app/public-api';
import { PubSubModule } from '@app/pubsub';
import { SecretsModule } from '@app/secrets';

/** What the operator's commands need, without HTTP. */
@Module({})
export class LocalAppModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: LocalAppModule,
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule.forRoot(),
        PubSubModule,
        SecretsModule.forRoot(),
        CredentialsModule,
        OperatorCommandsModule,
        LimitCommandsModule,
        WebhookCommandsModule.forRoot(WebhookSecretsModule),
        OAuthCommandsModule.forRoot(OAuthStoreModule, OperatorOAuth),
      ],
    };
  }
}
