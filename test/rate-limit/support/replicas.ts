import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { createLimitStore, LimiterHealth } from '@app/rate-limit';
import type { CounterSpec } from '@app/rate-limit';
import type { SharedLimitStore } from '../../../libs/rate-limit/src/stores/shared-limit.store';
import { freshCounter } from './limiter-contract';
import { RedisServer } from './redis-server';

/** Longer than by default: on a busy machine Redis answers late without being lost. */
export const STORE_TIMEOUT_MS = 1000;

/** The limiter of one process. */
export interface Replica {
  readonly store: SharedLimitStore;
  readonly health: LimiterHealth;
}

/** A Redis and the limiters of several processes on it. */
export class Replicas {
  private readonly all: Replica[] = [];

  /** A connection of the test's own. */
  readonly admin: Redis;

  private constructor(readonly server: RedisServer) {
    this.admin = new Redis(server.url, { retryStrategy: () => 100 });
    // A killed server is what some of the tests are about.
    this.admin.on('error', () => undefined);
  }

  static async create(...redisOptions: string[]): Promise<Replicas> {
    return new Replicas(await RedisServer.start(...redisOptions));
  }

  async add(): Promise<Replica> {
    const health = new LimiterHealth();
    const config = { redisUrl: this.server.url, rateLimitStoreTimeoutMs: STORE_TIMEOUT_MS };
    const store = createLimitStore(config, health) as SharedLimitStore;
    this.all.push({ store, health });
    await store.onModuleInit();
    return { store, health };
  }

  /** Two replicas that know of each other: the first hears of the second with its next heartbeat. */
  async pair(): Promise<[Replica, Replica]> {
    const two: [Replica, Replica] = [await this.add(), await this.add()];
    await sleep(2100);
    return two;
  }

  async dispose(): Promise<void> {
    this.server.resume();
    this.admin.disconnect();
    await Promise.all(this.all.map(({ store }) => store.onApplicationShutdown()));
    await this.server.dispose();
  }
}

/** A counter with a window that is long against a test, so that nothing comes back while it counts. */
export const counterOf20 = (spec: Partial<CounterSpec> = {}): CounterSpec =>
  freshCounter({ limit: 20, ...spec });

/** @returns how many of `calls` simultaneous calls, spread over the replicas, were admitted */
export async function burst(calls: number, over: readonly Replica[], spec: CounterSpec): Promise<number> {
  const decisions = await Promise.all(
    Array.from({ length: calls }, (_, call) => over[call % over.length]!.store.consume([spec])),
  );
  return decisions.filter(({ allowed }) => allowed).length;
}

/** Waits until the condition holds. @throws after `withinMs` milliseconds */
export async function until(condition: () => boolean, withinMs: number): Promise<void> {
  const end = Date.now() + withinMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not so within ${withinMs} ms`);
    await sleep(20);
  }
}
