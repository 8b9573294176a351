import { Injectable, Optional } from '@nestjs/common';
import { Metrics } from '@app/telemetry';
import { LimiterHealth } from './limiter-health';

/** Tells whether limits are shared, and how many decisions were made while they were not. */
@Injectable()
export class LimiterMetrics {
  /** @param metrics left out where nobody measures, as in a command */
  constructor(health: LimiterHealth, @Optional() metrics?: Metrics) {
    metrics?.read('ratelimit_degraded', () => [{ value: health.degraded ? 1 : 0 }]);
    metrics?.read('ratelimit_degraded_total', () => [{ value: health.degradedDecisions }]);
  }
}
