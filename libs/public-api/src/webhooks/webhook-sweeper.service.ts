import { Inject, Injectable } from '@nestjs/common';
import { LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { DeliveryQueueRepository } from './delivery-queue.repository';
import { LONGEST_LADDER_MS } from './retry-ladder';

/** When a delivery is given up that is still due: it has had all its attempts by then, or no turn for an hour. */
const OLDEST_MS = LONGEST_LADDER_MS + 3_600_000;
const KEPT_DAYS = 7;
const SWEEP_BATCH = 500;
/** How many hosts one line of the log names. */
const NAMED_HOSTS = 20;

/** Sees to it that no delivery stays for ever. */
@Injectable()
export class WebhookSweeper {
  constructor(
    private readonly queue: DeliveryQueueRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Ends deliveries that are due and so old that all their attempts should have been made: their host has more than
   * it takes.
   * @param signal ends it after some
   * @returns how many
   */
  async giveUpOld(signal?: AbortSignal): Promise<number> {
    const hosts: string[] = [];
    for (let last = SWEEP_BATCH; last === SWEEP_BATCH && !signal?.aborted;) {
      const ended = await this.queue.giveUpOld(OLDEST_MS, 'waited too long for its turn', SWEEP_BATCH);
      hosts.push(...ended);
      last = ended.length;
    }
    if (hosts.length > 0)
      this.logger.warn(
        { count: hosts.length, hosts: [...new Set(hosts)].slice(0, NAMED_HOSTS) },
        'Webhooks were given up that had waited too long for their turn.',
      );
    return hosts.length;
  }

  /**
   * Deletes deliveries that ended more than a week ago, some at a time.
   * @param signal ends it after some
   * @returns how many
   */
  async sweep(signal?: AbortSignal): Promise<number> {
    let total = 0;
    for (let last = SWEEP_BATCH; last === SWEEP_BATCH && !signal?.aborted;) {
      last = await this.queue.deleteEnded(KEPT_DAYS, SWEEP_BATCH);
      total += last;
    }
    return total;
  }
}
