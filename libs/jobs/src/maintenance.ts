import { Alarm } from './alarm';
import type { StoreHealth } from './store-health';

/**
 * Lets jobs of dead workers come back and clears away old ones, every now and then until stop. A loop of our own,
 * because that of pg-boss cannot be waited for and would meet a database that is closed.
 */
export class Maintenance {
  private readonly alarm = new Alarm();
  private stopping = false;
  private readonly loop: Promise<void>;

  constructor(
    private readonly maintain: () => Promise<void>,
    private readonly intervalMs: number,
    private readonly health: StoreHealth,
  ) {
    health.onReturn(() => this.alarm.ring());
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.alarm.ring();
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      await this.alarm.sleep(await this.once());
    }
  }

  /** @returns how long to wait before the next time, in milliseconds */
  private async once(): Promise<number> {
    try {
      await this.maintain();
      this.health.works();
      return this.intervalMs;
    } catch (error) {
      return this.health.fails(error);
    }
  }
}
