/** Lets one loop sleep until it is called or its time is over. A call while it is awake cuts the next sleep. */
export class Alarm {
  private rung = false;
  private wakeSleeper: (() => void) | undefined;

  ring(): void {
    this.rung = true;
    this.wakeSleeper?.();
  }

  async sleep(ms: number): Promise<void> {
    if (!this.rung) await this.pause(ms);
    this.rung = false;
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wakeSleeper?.(), ms);
      this.wakeSleeper = () => {
        clearTimeout(timer);
        this.wakeSleeper = undefined;
        resolve();
      };
    });
  }
}
