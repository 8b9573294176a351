import { Redis } from 'ioredis';
import { CONSUME_LUA } from './consume.lua';
import { HEARTBEAT_LUA } from './heartbeat.lua';

type Argument = string | number;

/** Redis with the limiter's two scripts as commands; ioredis sends EVALSHA and loads a script that is missing. */
export type LimiterRedis = Redis & {
  consumeCounters(keyCount: number, ...keysAndArguments: Argument[]): Promise<number[]>;
  limiterHeartbeat(keyCount: number, ...keysAndArguments: Argument[]): Promise<number>;
};

/** Time for a connection and for each command of its handshake, in milliseconds. */
export const CONNECT_WITHIN_MS = 1000;
const MAX_RECONNECT_DELAY_MS = 1000;

/**
 * A connection for limit commands. It fails fast and never queues or repeats a command: one that is replayed
 * after an outage would be counted twice. It is not connected yet.
 *
 * Whoever sends a command over it sets its deadline: the client's own time limit arms a timer per command, which
 * only the handshake, whose commands are not ours, is worth.
 */
export function createLimiterRedis(url: string): LimiterRedis {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    commandTimeout: CONNECT_WITHIN_MS,
    connectTimeout: CONNECT_WITHIN_MS,
    retryStrategy: (attempt) => Math.min(attempt * 100, MAX_RECONNECT_DELAY_MS),
    connectionName: 'rate-limit',
    scripts: { consumeCounters: { lua: CONSUME_LUA }, limiterHeartbeat: { lua: HEARTBEAT_LUA } },
  });
  redis.on('ready', () => (redis.options.commandTimeout = undefined));
  redis.on('close', () => (redis.options.commandTimeout = CONNECT_WITHIN_MS));
  return redis as LimiterRedis;
}
