import { Inject, Injectable } from '@nestjs/common';
import { rootCause } from '@app/errors';
import { Alarm } from '@app/jobs';
import { LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { DeliveryAttempt } from './delivery-attempt';
import { DeliveryOutcomes, isSuccess } from './delivery-outcomes';
import { DueDeliveriesRepository } from './due-deliveries.repository';
import type { Line } from './due-deliveries.repository';
import { SENDING_LIMITS, SendingSlots } from './sending-slots';
import { WebhookWake } from './webhook-wake';
import type { DeliveryRow } from './webhooks.tables';

/** How often other processes' deliveries and those to be repeated are looked for, in milliseconds. */
const POLL_MS = 1000;
const STOP_GRACE_MS = 5000;
/** How many lines, of a host and a team each, are looked at in one go. */
const LINES = 500;
/** How often a look at the queue is repeated when other processes have taken all that it found. */
const LOST_RACES = 3;

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
  /** Up to where the lines have been looked at; the next look goes on there. */
  private seen: Line | undefined;
  private launching: Promise<unknown> = Promise.resolve();
  private loop: Promise<void> | undefined;
  private isStopping = false;

  constructor(
    private readonly queue: DueDeliveriesRepository,
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

  private async run(): Promise<void> {
    while (!this.isStopping) {
      await this.launch().catch((error: unknown) =>
        this.logger.warn(
          { err: rootCause(error) },
          'Webhooks that are due could not be read; the next look follows.',
        ),
      );
      await this.alarm.sleep(POLL_MS);
    }
  }

  /** Fills the free slots. One at a time, or two would fill the same ones. */
  private launch(): Promise<Sending[]> {
    const begun = this.launching.then(() => this.fill());
    this.launching = begun.catch(() => undefined);
    return begun;
  }

  /** Goes through all lines once, and on from where it stopped for want of slots. */
  private async fill(): Promise<Sending[]> {
    const begun: Sending[] = [];
    let ends = this.seen ? 2 : 1;
    for (let lost = 0; this.slots.free > 0 && lost < LOST_RACES && ends > 0;) {
      const { deliveries, next } = await this.queue.due({
        after: this.seen,
        lines: LINES,
        notHosts: this.slots.fullHosts,
        notTeams: this.slots.fullTeams,
        perLine: this.slots.limits.perHost,
      });
      const chosen = this.slots.choose(deliveries).map(({ id }) => id);
      // A claim outlives the attempt by far, and ends soon after a process that died.
      const claimed = chosen.length === 0 ? [] : await this.queue.claim(chosen, 3 * this.attempts.timeoutMs);
      if (claimed.length < chosen.length) lost += 1;
      for (const delivery of claimed) begun.push(this.begin(delivery));
      // Others may have taken some of these; what stands behind them is looked at before going on.
      if (claimed.length < chosen.length && this.slots.free > 0) continue;
      this.seen = next;
      if (!next) ends -= 1;
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
      if (stop.aborted && !isSuccess(result)) await this.outcomes.release(delivery);
      else await this.outcomes.record(delivery, result);
    } catch (error) {
      this.logger.warn(
        { err: rootCause(error), webhook: delivery.id },
        'A webhook will be sent again: its outcome was lost.',
      );
    }
  }
}
