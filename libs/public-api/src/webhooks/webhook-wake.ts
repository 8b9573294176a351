import { Injectable } from '@nestjs/common';

/** Lets the outbox tell the sender of this process that there is work, though it may not run here. */
@Injectable()
export class WebhookWake {
  private listener: (() => void) | undefined;

  /** @param listener called when there is work; `undefined` for nobody */
  listen(listener: (() => void) | undefined): void {
    this.listener = listener;
  }

  wake(): void {
    this.listener?.();
  }
}
