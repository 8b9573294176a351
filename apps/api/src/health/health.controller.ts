import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { Database } from '@app/database';
import { Surface } from '@app/permissions';
import { LimiterHealth } from '@app/rate-limit';
import { Drain } from './drain.service';

/** How long a probe waits for the database, in milliseconds. */
const PING_TIMEOUT_MS = 2000;

/** Health for the balancer and the orchestrator: alive, and ready to serve. */
@Controller()
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly drain: Drain,
    private readonly limiter: LimiterHealth,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('livez')
  @Surface({ id: 'livez', access: 'public' })
  livez(): object {
    return { status: 'ok' };
  }

  /** Redis away is degraded, not down: limits are then counted in process. */
  @Get('readyz')
  @Surface({ id: 'readyz', access: 'public' })
  async readyz(@Res({ passthrough: true }) response: Response): Promise<object> {
    const database = await this.pingDatabase();
    const ready = database === 'up' && !this.drain.draining;
    response.status(ready ? 200 : 503);
    if (!ready) response.setHeader('retry-after', '2');
    return {
      status: this.drain.draining ? 'draining' : ready ? 'ready' : 'unavailable',
      database: { driver: this.database.driver, status: database },
      rate_limits: { store: this.config.redisUrl ? 'redis' : 'memory', degraded: this.limiter.degraded },
    };
  }

  private async pingDatabase(): Promise<'up' | 'down'> {
    const timeout = new Promise<'down'>((resolve) =>
      setTimeout(() => resolve('down'), PING_TIMEOUT_MS).unref(),
    );
    const ping = this.database.ping().then(
      () => 'up' as const,
      () => 'down' as const,
    );
    return Promise.race([ping, timeout]);
  }
}
