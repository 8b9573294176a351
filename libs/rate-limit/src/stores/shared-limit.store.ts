import { Logger } from '@nestjs/common';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { CounterSpec, Decision } from '../counter';
import type { LimiterHealth } from '../limiter-health';
import { withDeadline } from './deadline';
import { HEARTBEAT_MS } from './instances';
import type { Instances } from './instances';
import type { LimitStore } from './limit-store';
import { CONNECT_WITHIN_MS } from './redis-connection';
import type { LimiterRedis } from './redis-connection';

/** How long Redis is left alone after a failure; without it every call would wait for the time-out again. */
export const BREAKER_MS = 1000;
/**
 * Tries without an answer after which the connection is given up. Redis may have moved to another machine, and the
 * one before may have gone without a word; the operating system would wait a quarter of an hour for it.
 */
const TRIES_PER_CONNECTION = 5;

export interface SharedLimitStoreParts {
  readonly redis: LimiterRedis;
  readonly shared: LimitStore;
  /** Decides while `shared` cannot. */
  readonly degraded: LimitStore;
  readonly instances: Instances;
  readonly health: LimiterHealth;
}

/**
 * The store of a process among several: Redis, and its stand-in while Redis is lost. It never rejects.
 *
 * A failure opens the circuit breaker. No live call is spent on finding out whether Redis is back: the heartbeat
 * tries, every second while the breaker is open.
 */
export class SharedLimitStore implements LimitStore, OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('RateLimit');
  private timer: NodeJS.Timeout | undefined;
  private connectionError: Error | undefined;
  private open = false;
  private closed = false;
  private unanswered = 0;

  constructor(private readonly parts: SharedLimitStoreParts) {}

  /** Connects. A Redis that cannot be reached does not stop the boot. */
  async onModuleInit(): Promise<void> {
    // Without a listener ioredis writes every failed attempt to the console; the breaker reports the first.
    this.parts.redis.on('error', (error: Error) => (this.connectionError = error));
    this.parts.redis.on('ready', () => (this.connectionError = undefined));
    this.open = true;
    await withDeadline(this.parts.redis.connect(), CONNECT_WITHIN_MS).catch(() => undefined);
    // No call waits for this answer yet, and a process that begins without Redis refuses what must not be guessed.
    await this.beat(CONNECT_WITHIN_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.timer);
    await this.parts.instances.leave().catch(() => undefined);
    this.parts.redis.disconnect();
  }

  async consume(specs: readonly CounterSpec[]): Promise<Decision> {
    if (!this.open) {
      try {
        return await this.parts.shared.consume(specs);
      } catch (error) {
        this.lost(error);
      }
    }
    this.parts.health.countDegraded();
    return this.parts.degraded.consume(specs);
  }

  async peek(specs: readonly CounterSpec[]): Promise<Decision> {
    if (!this.open) {
      try {
        return await this.parts.shared.peek(specs);
      } catch (error) {
        this.lost(error);
      }
    }
    return this.parts.degraded.peek(specs);
  }

  private async beat(withinMs?: number): Promise<void> {
    try {
      await this.parts.instances.beat(withinMs);
      this.unanswered = 0;
      this.found();
    } catch (error) {
      this.lost(error);
      this.giveUpSilentConnection();
    }
    this.schedule();
  }

  private giveUpSilentConnection(): void {
    if (this.closed || this.parts.redis.status !== 'ready') return;
    this.unanswered += 1;
    if (this.unanswered < TRIES_PER_CONNECTION) return;
    this.unanswered = 0;
    this.parts.redis.disconnect(true);
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (this.closed) return;
    this.timer = setTimeout(() => void this.beat(), this.open ? BREAKER_MS : HEARTBEAT_MS).unref();
  }

  private found(): void {
    this.open = false;
    if (this.parts.health.setDegraded(false)) this.logger.warn('Redis is back: limits are shared again');
  }

  private lost(error: unknown): void {
    if (this.closed) return;
    const wasOpen = this.open;
    this.open = true;
    if (!wasOpen) this.schedule();
    if (!this.parts.health.setDegraded(true)) return;
    const reason = reasonOf(this.connectionError ?? error);
    this.logger.warn(
      `Redis is lost (${reason}): limits count in this process, divided by ${this.parts.instances.count}`,
    );
  }
}

/** Node reports a host with several addresses as an AggregateError without a message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
