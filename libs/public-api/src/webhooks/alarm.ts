/** Lets one waiter sleep until somebody rings. A ring while nobody sleeps is kept for the next one. */
export class Alarm {
  private isRung = false;
  private wakeUp: (() => void) | undefined;

  ring(): void {
    this.isRung = true;
    this.wakeUp?.();
  }

  /** @param ms longest sleep, in milliseconds */
  async wait(ms: number): Promise<void> {
    if (!this.isRung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.wakeUp = undefined;
    }
    this.isRung = false;
  }
}
