import { Injectable } from '@nestjs/common';

/** The time, injected so that tests decide what it is. */
@Injectable()
export class Clock {
  /** @returns milliseconds since the epoch */
  now(): number {
    return Date.now();
  }
}
