import { Inject, Injectable } from '@nestjs/common';
import { LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { Alarm } from './alarm';
import { DeliveryAttempt } from './delivery-attempt';
import { DeliveryOutcomes, isSuccess } from './delivery-outcomes';
import { DeliveryQueueRepository } from './delivery-queue.repository';
import { SENDING_LIMITS, SendingSlots } from './sending-slots';
import { WebhookWake } from './webhook-wake';
import type { DeliveryRow } from './webhooks.tables';

/** How often other processes' deliveries and those to be repeated are looked for, in milliseconds. */
const POLL_MS = 1000;
const STOP_GRACE_MS = 5000;
/** How many deliveries are looked at to fill the free slots. */
const CANDIDATES = 200;
/** How often a look at the queue is repeated when other processes have taken all that it found. */
const LOST_RACES = 3;
const KEPT_DAYS = 7;
const SWEEP_BATCH = 500;

interface Sending {
  readonly done: Promise<void>;
  /** Ends the attempt, so that the delivery goes back as it was. */
  readonly abort: () => void;
}

/** Sends the deliveries that are due. Any number of processes may do it at the same time. */
@Injectable()
export class WebhookSender {
  private readonly slots = new SendingSlots(SENDING_LIMITS);
  private readonly sending = new Set<Sending>();
  private readonly alarm = new Alarm();
  private launching: Promise<unknown> = Promise.resolve();
  private loop: Promise<void> | undefined;
  private isStopping = false;

  constructor(
    private readonly queue: DeliveryQueueRepository,
    private readonly attempts: DeliveryAttempt,
    private readonly outcomes: DeliveryOutcomes,
    private readonly wake: WebhookWake,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Sends from now on, as soon as the outbox has something, and looks by itself every second. */
  start(): void {
    if (this.loop) return;
    this.isStopping = false;
    this.wake.listen(() => this.alarm.ring());
    this.loop = this.run();
  }

  /**
   * Takes no more, and waits for what is being sent for at most `graceMs` milliseconds. What is not done by then
   * is broken off and goes back, to be sent again.
   */
  async stop(graceMs = STOP_GRACE_MS): Promise<void> {
    this.isStopping = true;
    this.wake.listen(undefined);
    this.alarm.ring();
    await this.loop;
    this.loop = undefined;
    const abort = setTimeout(() => this.sending.forEach((sending) => sending.abort()), graceMs);
    await Promise.all([...this.sending].map(({ done }) => done));
    clearTimeout(abort);
  }

  /**
   * Sends what is due until nothing is, without `start`.
   * @returns how many attempts it made
   */
  async sendDue(): Promise<number> {
    const own = new Set<Promise<void>>();
    for (let count = 0; ;) {
      const begun = await this.launch();
      count += begun.length;
      for (const { done } of begun) {
        own.add(done);
        void done.then(() => own.delete(done));
      }
      if (own.size === 0) return count;
      await Promise.race(own);
    }
  }

  /**
   * Deletes deliveries that ended more than a week ago, some at a time.
   * @returns how many
   */
  async sweep(): Promise<number> {
    for (let total = 0; ;) {
      const deleted = await this.queue.deleteEnded(KEPT_DAYS, SWEEP_BATCH);
      total += deleted;
      if (deleted < SWEEP_BATCH) return total;
    }
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      await this.launch().catch((error: unknown) =>
        this.logger.warn(
          { err: rootCause(error) },
          'Webhooks that are due could not be read; the next look follows.',
        ),
      );
      await this.alarm.wait(POLL_MS);
    }
  }

  /** Fills the free slots. One at a time, or two would fill the same ones. */
  private launch(): Promise<Sending[]> {
    const begun = this.launching.then(() => this.fill());
    this.launching = begun.catch(() => undefined);
    return begun;
  }

  private async fill(): Promise<Sending[]> {
    const begun: Sending[] = [];
    for (let lost = 0; this.slots.free > 0 && lost < LOST_RACES;) {
      const candidates = await this.queue.due({
        notHosts: this.slots.fullHosts,
        notTeams: this.slots.fullTeams,
        perHost: this.slots.limits.perHost,
        limit: CANDIDATES,
      });
      const chosen = this.slots.choose(candidates).map(({ id }) => id);
      if (chosen.length === 0) break;
      // A claim outlives the attempt by far, and ends soon after a process that died.
      const claimed = await this.queue.claim(chosen, 3 * this.attempts.timeoutMs);
      if (claimed.length === 0) lost += 1;
      for (const delivery of claimed) begun.push(this.begin(delivery));
    }
    return begun;
  }

  private begin(delivery: DeliveryRow): Sending {
    const stop = new AbortController();
    this.slots.take(delivery);
    const done = this.send(delivery, stop.signal).finally(() => {
      this.slots.giveBack(delivery);
      this.sending.delete(sending);
      this.alarm.ring();
    });
    const sending = { done, abort: () => stop.abort() };
    this.sending.add(sending);
    return sending;
  }

  private async send(delivery: DeliveryRow, stop: AbortSignal): Promise<void> {
    try {
      const result = await this.attempts.make(delivery, stop);
      if (stop.aborted && !isSuccess(result)) await this.queue.release(delivery);
      else await this.outcomes.record(delivery, result);
    } catch (error) {
      this.logger.warn(
        { err: rootCause(error), webhook: delivery.id },
        'A webhook will be sent again: its outcome was lost.',
      );
    }
  }
}

/** What wraps it repeats the statement with its values, and a URL may hold a secret of the receiver. */
function rootCause(error: unknown): unknown {
  let current = error;
  while (current instanceof Error && current.cause !== undefined) current = current.cause;
  return current;
}
