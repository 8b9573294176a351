import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { AuthModule } from '@app/auth';
import { ConfigModule } from '@app/config';
import type { Config } from '@app/config';
import { DatabaseModule } from '@app/database';
import { HealthModule } from '@app/health';
import { JobsModule } from '@app/jobs';
import { PermissionsModule } from '@app/permissions';
import { PublicApiModule } from '@app/public-api';
import { RateLimitModule } from '@app/rate-limit';
import { RunExecutorModule } from '@app/run-executor';
import { PubSubModule } from '@app/pubsub';
import { SecretsModule } from '@app/secrets';
import { TelemetryModule } from '@app/telemetry';
import type { Logger } from '@app/telemetry';

/** A process that executes runs: the modules of the API, without HTTP. */
@Module({})
export class WorkerModule {
  static forRoot(config: Config, logger: Logger): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ConfigModule.forRoot(config),
        TelemetryModule.forRoot(logger),
        DatabaseModule.forRoot(),
        PubSubModule,
        SecretsModule.forRoot(),
        JobsModule.forRoot(),
        AuthModule,
        PermissionsModule,
        RateLimitModule.forRoot(),
        HealthModule,
        PublicApiModule,
        RunExecutorModule.forRoot(true),
      ],
    };
  }
}
