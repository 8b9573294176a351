import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { Database, schemaState } from '@app/database';
import type { DatabaseDriver, SchemaState } from '@app/database';
import { LimiterHealth } from '@app/rate-limit';

/** How long a probe waits for the database, in milliseconds. */
const PING_TIMEOUT_MS = 2000;

export interface ReadinessReport {
  /** `draining`: on its way out. `unavailable`: it cannot do its work at this time. */
  readonly status: 'ready' | 'draining' | 'unavailable';
  readonly database: { readonly driver: DatabaseDriver; readonly status: 'up' | 'down' };
  /** `unknown` while the database is away. */
  readonly migrations: SchemaState | 'unknown';
  /** Degraded is not down: without Redis limits are counted in process. */
  readonly rate_limits: { readonly store: 'redis' | 'memory'; readonly degraded: boolean };
}

/** Whether this process should get work: what balancers and orchestrators ask for. */
@Injectable()
export class Readiness implements OnModuleDestroy {
  private closing = false;

  constructor(
    private readonly database: Database,
    private readonly limiter: LimiterHealth,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** From now on the answer is no, whatever else is well. */
  close(): void {
    this.closing = true;
  }

  onModuleDestroy(): void {
    this.close();
  }

  async report(): Promise<ReadinessReport> {
    const migrations = await this.migrations();
    return {
      status: this.closing ? 'draining' : migrations === 'complete' ? 'ready' : 'unavailable',
      database: { driver: this.database.driver, status: migrations === 'unknown' ? 'down' : 'up' },
      migrations,
      rate_limits: { store: this.config.redisUrl ? 'redis' : 'memory', degraded: this.limiter.degraded },
    };
  }

  private async migrations(): Promise<ReadinessReport['migrations']> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<'unknown'>((resolve) => {
      timer = setTimeout(() => resolve('unknown'), PING_TIMEOUT_MS);
    });
    const state = schemaState(this.database).catch(() => 'unknown' as const);
    return Promise.race([state, timeout]).finally(() => clearTimeout(timer));
  }
}
