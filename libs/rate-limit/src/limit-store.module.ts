import { randomUUID } from 'node:crypto';
import { Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { LimitRules, LiveLimitRules } from './limit-rules';
import { Limiter } from './limiter';
import { LimiterHealth } from './limiter-health';
import { RulesInForceModule } from './rules/rules.module';
import { DegradedLimitStore } from './stores/degraded-limit.store';
import { Instances } from './stores/instances';
import { LIMIT_STORE } from './stores/limit-store';
import type { LimitStore } from './stores/limit-store';
import { LocalLimitStore } from './stores/local-limit.store';
import { createLimiterRedis } from './stores/redis-connection';
import { RedisLimitStore } from './stores/redis-limit.store';
import { SharedLimitStore } from './stores/shared-limit.store';

/** With a Redis URL counters are shared by all replicas; without one they live in this process. */
export function createLimitStore(
  { redisUrl, rateLimitStoreTimeoutMs }: Pick<Config, 'redisUrl' | 'rateLimitStoreTimeoutMs'>,
  health: LimiterHealth,
  serves = (): boolean => true,
): LimitStore {
  const local = new LocalLimitStore();
  if (!redisUrl) return local;
  const redis = createLimiterRedis(redisUrl);
  const instances = new Instances(redis, randomUUID(), serves, rateLimitStoreTimeoutMs);
  return new SharedLimitStore({
    redis,
    shared: new RedisLimitStore(redis, rateLimitStoreTimeoutMs),
    degraded: new DegradedLimitStore(local, () => instances.count),
    instances,
    health,
  });
}

/** The store and the limiter on it; apart from the guard, because the throttler's module needs them first. */
@Module({
  imports: [RulesInForceModule],
  providers: [
    LimiterHealth,
    {
      provide: LIMIT_STORE,
      inject: [CONFIG, LimiterHealth, HttpAdapterHost],
      useFactory: (config: Config, health: LimiterHealth, http: HttpAdapterHost) =>
        // Workers and commands have no HTTP, so they have no share of what callers may do. Asked at the beat, because
        // an application gets its HTTP after its providers where it is made from a testing module.
        createLimitStore(config, health, () => Boolean(http.httpAdapter)),
    },
    Limiter,
    { provide: LimitRules, useClass: LiveLimitRules },
  ],
  exports: [LimiterHealth, LIMIT_STORE, Limiter, LimitRules],
})
export class LimitStoreModule {}
