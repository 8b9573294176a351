import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { SessionsRepository } from './sessions.repository';

const INTERVAL_MS = 10 * 60_000;

/** Removes sessions that have ended. Every replica does; to remove what is gone does no harm. */
@Injectable()
export class SessionSweeper implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(SessionSweeper.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly sessions: SessionsRepository) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.sweep(), INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async sweep(): Promise<void> {
    try {
      await this.sessions.sweep();
    } catch (error) {
      this.logger.warn(`Ended sessions could not be removed; the next sweep tries again: ${String(error)}`);
    }
  }
}
