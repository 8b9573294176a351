import { withDeadline } from './deadline';
import type { LimiterRedis } from './redis-connection';

const KEY = 'rl:instances';
export const HEARTBEAT_MS = 2000;
const SILENT_MS = 3 * HEARTBEAT_MS;

/** Counts the processes that serve calls, so that each can take its share of the limits when Redis is lost. */
export class Instances {
  private known = 1;

  /**
   * @param serves whether this process is one of them; a worker and a command only look
   * @param answerWithinMs time Redis has for an answer, in milliseconds
   */
  constructor(
    private readonly redis: LimiterRedis,
    private readonly id: string,
    private readonly serves: () => boolean,
    private readonly answerWithinMs: number,
  ) {}

  /** Live processes when Redis was last seen; at least 1. */
  get count(): number {
    return this.known;
  }

  /**
   * Notes that this process lives.
   * @param withinMs time Redis has for its answer, in milliseconds
   * @throws if Redis does not answer
   */
  async beat(withinMs = this.answerWithinMs): Promise<void> {
    const count = this.redis.limiterHeartbeat(1, KEY, this.id, SILENT_MS, this.serves() ? '1' : '0');
    this.known = Math.max(1, await withDeadline(count, withinMs));
  }

  /** Takes this process out of the count. @throws if Redis does not answer */
  async leave(): Promise<void> {
    await withDeadline(this.redis.zrem(KEY, this.id), this.answerWithinMs);
  }
}
