import { Inject, Injectable, Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { RedisOptions } from 'ioredis';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';

const CHANNEL = 'authz';
const MAX_RECONNECT_DELAY_MS = 1_000;
const PUBLISH_LIMIT_MS = 1_000;
const LOG_INTERVAL_MS = 10_000;

const COMMON: RedisOptions = {
  retryStrategy: (attempt) => Math.min(attempt * 50, MAX_RECONNECT_DELAY_MS),
  connectTimeout: 2_000,
};

export interface ChannelListener {
  /** Another replica, or this one, says that something changed. */
  message(text: string): void;
  /** The subscription stands (again): what was said before may have been missed. */
  subscribed(): void;
}

/**
 * How replicas tell each other whose authorization changed: Redis pub/sub, or nothing where there is no Redis.
 *
 * - Nobody waits for it: an outage costs messages, and the caches' time to live bounds what that can cost.
 * - A message that waits through a short outage is sent afterwards; forgetting twice does no harm.
 */
@Injectable()
export class AuthzChannel {
  private readonly logger = new Logger(AuthzChannel.name);
  private readonly sending = new Set<Promise<void>>();
  private subscriber: Redis | undefined;
  private publisher: Redis | undefined;
  private loggedAt = -Infinity;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Begins to listen; returns at once, whatever state Redis is in. */
  open(listener: ChannelListener): void {
    const { redisUrl } = this.config;
    if (!redisUrl) return;
    this.publisher = this.connect(redisUrl, { commandTimeout: PUBLISH_LIMIT_MS, maxRetriesPerRequest: 3 });
    const subscriber = this.connect(redisUrl, { autoResubscribe: false, maxRetriesPerRequest: null });
    this.subscriber = subscriber;
    subscriber.on('message', (_channel: string, text: string) => listener.message(text));
    subscriber.on('ready', () => {
      subscriber.subscribe(CHANNEL).then(
        () => listener.subscribed(),
        (error: unknown) => this.complain(error),
      );
    });
  }

  /** Tells the other replicas; never waits and never throws. */
  publish(text: string): void {
    const { publisher } = this;
    if (!publisher) return;
    const sending = publisher
      .publish(CHANNEL, text)
      .then(
        () => undefined,
        (error: unknown) => this.complain(error),
      )
      .finally(() => this.sending.delete(sending));
    this.sending.add(sending);
  }

  /** Lets messages under way finish, for at most a second, then hangs up. */
  async close(): Promise<void> {
    await Promise.all(this.sending);
    this.publisher?.disconnect();
    this.subscriber?.disconnect();
  }

  private connect(url: string, options: RedisOptions): Redis {
    const redis = new Redis(url, { ...COMMON, ...options });
    // Without a listener ioredis prints to the console.
    redis.on('error', (error) => this.complain(error));
    return redis;
  }

  private complain(error: unknown): void {
    const now = Date.now();
    if (now - this.loggedAt < LOG_INTERVAL_MS) return;
    this.loggedAt = now;
    const text = error instanceof Error ? error.message : String(error);
    this.logger.warn(`Redis does not carry invalidations; changes reach other replicas within 5 s: ${text}`);
  }
}
