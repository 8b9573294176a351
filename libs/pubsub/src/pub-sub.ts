import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { RedisOptions } from 'ioredis';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';

const MAX_RECONNECT_DELAY_MS = 1_000;
/** With the time that the first message of a process needs to connect: a command says one thing and ends. */
const PUBLISH_LIMIT_MS = 3_000;
const LOG_INTERVAL_MS = 10_000;

const COMMON: RedisOptions = {
  retryStrategy: (attempt) => Math.min(attempt * 50, MAX_RECONNECT_DELAY_MS),
  connectTimeout: 2_000,
};

export interface TopicListener {
  /** Another replica, or this one, says that something changed. */
  message(text: string): void;
  /** The subscription stands (again): what was said before may have been missed. */
  subscribed(): void;
}

/**
 * How replicas tell each other that something changed: Redis pub/sub, or nothing where there is no Redis.
 *
 * - Nobody waits for it and nothing may rely on it: an outage costs messages. Whoever listens has a time to live
 *   or a poll that bounds what that can cost.
 * - A message that waits through a short outage is sent afterwards; hearing a thing twice must do no harm.
 */
@Injectable()
export class PubSub implements OnModuleDestroy {
  private readonly logger = new Logger(PubSub.name);
  private readonly topics = new Map<string, TopicListener>();
  private readonly sending = new Set<Promise<void>>();
  private subscriber: Redis | undefined;
  private publisher: Redis | undefined;
  private loggedAt = -Infinity;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Begins to listen; returns at once, whatever state Redis is in. A topic has one listener. */
  listen(topic: string, listener: TopicListener): void {
    this.topics.set(topic, listener);
    const { redisUrl } = this.config;
    if (!redisUrl) return;
    if (this.subscriber) {
      if (this.subscriber.status === 'ready') this.subscribe(this.subscriber, [topic]);
      return;
    }
    const subscriber = this.connect(redisUrl, { autoResubscribe: false, maxRetriesPerRequest: null });
    this.subscriber = subscriber;
    this.publisherOf(redisUrl); // the first message must not wait for a connection
    subscriber.on('message', (name: string, text: string) => this.topics.get(name)?.message(text));
    subscriber.on('ready', () => this.subscribe(subscriber, [...this.topics.keys()]));
  }

  /** Tells the other replicas; never waits and never throws. */
  publish(topic: string, text: string): void {
    const { redisUrl } = this.config;
    if (!redisUrl) return;
    const sending = this.publisherOf(redisUrl)
      .publish(topic, text)
      .then(
        () => undefined,
        (error: unknown) => this.complain(error),
      )
      .finally(() => this.sending.delete(sending));
    this.sending.add(sending);
  }

  /** Lets messages under way finish, for at most three seconds, then hangs up. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.sending);
    this.publisher?.disconnect();
    this.subscriber?.disconnect();
  }

  private publisherOf(url: string): Redis {
    return (this.publisher ??= this.connect(url, {
      commandTimeout: PUBLISH_LIMIT_MS,
      maxRetriesPerRequest: 3,
    }));
  }

  private subscribe(subscriber: Redis, topics: readonly string[]): void {
    subscriber.subscribe(...topics).then(
      () => {
        for (const topic of topics) this.topics.get(topic)?.subscribed();
      },
      (error: unknown) => this.complain(error),
    );
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
    this.logger.warn(
      `Redis does not carry messages between replicas; changes reach them within 5 s instead of 1 s: ${text}`,
    );
  }
}
