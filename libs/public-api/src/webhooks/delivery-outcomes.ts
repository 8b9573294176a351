import type { Logger } from '@app/telemetry';
import type { AttemptRecord, DeliveryQueueRepository } from './delivery-queue.repository';
import { RETRY_LADDER, retryDelayMs } from './retry-ladder';
import type { DeliveryRow } from './webhooks.tables';

/** The receiver wants no more of it. https://www.rfc-editor.org/rfc/rfc9110#status.410 */
const GONE = 410;

/** Decides what becomes of a delivery after an attempt: delivered, tried again, or given up. */
export class DeliveryOutcomes {
  constructor(
    private readonly queue: DeliveryQueueRepository,
    private readonly logger: Logger,
    private readonly random: () => number = Math.random,
    private readonly ladder: readonly number[] = RETRY_LADDER,
  ) {}

  /** Puts a delivery back whose attempt was broken off, as if there had been none. */
  release(delivery: DeliveryRow): Promise<void> {
    return this.queue.release(delivery);
  }

  async record(delivery: DeliveryRow, attempt: AttemptRecord): Promise<void> {
    if (isSuccess(attempt)) return this.queue.end(delivery, 'delivered', attempt);
    const attempts = delivery.attempts + 1;
    const delay = attempt.status === GONE ? undefined : retryDelayMs(attempts, this.random, this.ladder);
    if (delay !== undefined) return this.queue.retry(delivery, delay, attempt);
    await this.queue.end(delivery, 'given_up', attempt);
    const { id, runId, event, host } = delivery;
    // The host alone: path and query of the URL may hold the receiver's secrets.
    this.logger.warn(
      { webhook: id, run: runId, event, host, attempts, ...attempt },
      'A webhook was given up.',
    );
  }
}

export const isSuccess = ({ status }: AttemptRecord): boolean =>
  status !== null && status >= 200 && status < 300;
