import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ThrottlerModule } from '@nestjs/throttler';
import type { ThrottlerModuleOptions } from '@nestjs/throttler';
import { AddressLimiter } from '@app/auth';
import { LimiterOfAddresses } from './address-limiter.service';
import { CounterPlan } from './counter-plan';
import { EffectiveLimits } from './effective-limits';
import { COUNTS_HERE } from './insight/counter-sight';
import { LimitRules } from './limit-rules';
import { LimitStoreModule } from './limit-store.module';
import { Limiter } from './limiter';
import { LimiterMetrics } from './limiter-metrics';
import { RateLimitGuard } from './rate-limit.guard';

/** Rate limiting for the whole process. The guard is registered as `APP_GUARD` by the application itself. */
@Module({})
export class RateLimitModule {
  static forRoot(): DynamicModule {
    const throttler = ThrottlerModule.forRootAsync({
      imports: [LimitStoreModule],
      inject: [Limiter, LimitRules],
      useFactory: throttlerOptions,
    });
    return {
      module: RateLimitModule,
      global: true,
      imports: [LimitStoreModule, throttler],
      providers: [
        CounterPlan,
        RateLimitGuard,
        LimiterMetrics,
        EffectiveLimits,
        { provide: AddressLimiter, useClass: LimiterOfAddresses },
        { provide: COUNTS_HERE, useValue: true },
      ],
      exports: [LimitStoreModule, CounterPlan, RateLimitGuard, EffectiveLimits, AddressLimiter, COUNTS_HERE],
    };
  }
}

/** One named throttler: several would be charged one after another, the first although the second refuses. */
function throttlerOptions(storage: Limiter, rules: LimitRules): ThrottlerModuleOptions {
  const { limit, windowSeconds } = rules.defaultOf('api');
  return {
    storage,
    throttlers: [
      {
        name: 'default',
        limit,
        ttl: windowSeconds * 1000,
      },
    ],
  };
}
