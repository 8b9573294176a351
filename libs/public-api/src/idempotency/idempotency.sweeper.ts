import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { IdempotencyRepository } from './idempotency.repository';

const HOUR_MS = 3_600_000;

/** Removes expired keys now and then. Every replica may do it; the statement is harmless to repeat. */
@Injectable()
export class IdempotencySweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly repository: IdempotencyRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), HOUR_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async sweep(): Promise<void> {
    await this.repository
      .sweep()
      .catch((error: unknown) =>
        this.logger.warn({ err: error }, 'Expired idempotency keys were not removed.'),
      );
  }
}
