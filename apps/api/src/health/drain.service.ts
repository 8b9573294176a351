import { Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown } from '@nestjs/common';

/** Whether this process is on its way out. Readiness says so first, so that the balancer stops sending. */
@Injectable()
export class Drain implements BeforeApplicationShutdown {
  draining = false;

  beforeApplicationShutdown(): void {
    this.draining = true;
  }
}
