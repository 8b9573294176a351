import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { AdminModule } from '@app/admin';
import { AuthModule, BearerGuard } from '@app/auth';
import { ConfigModule } from '@app/config';
import type { Config } from '@app/config';
import { DashboardHostModule } from '@app/dashboard-host';
import { DatabaseModule } from '@app/database';
import { ApiExceptionFilter, RefusalGuard } from '@app/errors';
import { HealthModule } from '@app/health';
import { JobsModule } from '@app/jobs';
import { McpModule } from '@app/mcp';
import { OAuthServerModule, OAuthStoreModule, OperatorOAuth } from '@app/oauth-server';
import {
  LimitCommandsModule,
  OAuthCommandsModule,
  OperatorModule,
  WebhookCommandsModule,
} from '@app/operator';
import { PermissionsGuard, PermissionsModule } from '@app/permissions';
import {
  IdempotencyInterceptor,
  PublicApiModule,
  TimeLimitInterceptor,
  UndeclaredInputInterceptor,
  WebhookSecretsModule,
} from '@app/public-api';
import { RateLimitGuard, RateLimitModule } from '@app/rate-limit';
import { RunExecutorModule } from '@app/run-executor';
import { PubSubModule } from '@app/pubsub';
import { SecretsModule } from '@app/secrets';
import { SettingsModule } from '@app/settings';
import { CreatedInterceptor, TelemetryModule, TracingModule } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { UpstreamsModule } from '@app/upstreams';
import { NoRouteController } from './bootstrap/no-route.controller';
import { validationPipe } from './bootstrap/validation.pipe';
import { Drain } from './health/drain.service';
import { HealthController } from './health/health.controller';
import { DemoCredentials } from './start/demo-credentials.service';
import { FirstStart } from './start/first-start.service';

/** Composition of the process. The order of the guards is the order in which a request is judged. */
@Module({})
export class AppModule {
  /** @param extra modules that only tests add */
  static forRoot(config: Config, logger: Logger, extra: DynamicModule['imports'] = []): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        UpstreamsModule.forRoot(config.upstreamApis !== undefined),
        DiscoveryModule, // createApp lists the routes before it serves them
        TelemetryModule.forRoot(logger),
        TracingModule,
        DatabaseModule.forRoot(),
        PubSubModule,
        SecretsModule.forRoot(),
        JobsModule.forRoot(),
        AuthModule,
        PermissionsModule,
        RateLimitModule.forRoot(),
        HealthModule,
        OperatorModule,
        LimitCommandsModule,
        WebhookCommandsModule.forRoot(WebhookSecretsModule),
        OAuthServerModule,
        OAuthCommandsModule.forRoot(OAuthStoreModule, OperatorOAuth),
        PublicApiModule,
        AdminModule,
        SettingsModule.forRoot(WebhookSecretsModule),
        RunExecutorModule.forRoot(config.runs.workInApi),
        McpModule,
        DashboardHostModule,
        ...extra,
      ],
      controllers: [HealthController, NoRouteController],
      providers: [
        Drain,
        DemoCredentials,
        FirstStart,
        { provide: APP_GUARD, useExisting: BearerGuard }, // 401, 503
        { provide: APP_GUARD, useExisting: RateLimitGuard }, // 429
        { provide: APP_GUARD, useExisting: PermissionsGuard }, // 403
        { provide: APP_GUARD, useClass: RefusalGuard }, // 400, 413, 415
        { provide: APP_INTERCEPTOR, useClass: CreatedInterceptor },
        { provide: APP_INTERCEPTOR, useClass: UndeclaredInputInterceptor },
        { provide: APP_INTERCEPTOR, useClass: TimeLimitInterceptor },
        { provide: APP_INTERCEPTOR, useExisting: IdempotencyInterceptor },
        { provide: APP_PIPE, useFactory: validationPipe },
        { provide: APP_FILTER, useClass: ApiExceptionFilter },
      ],
    };
  }
}
