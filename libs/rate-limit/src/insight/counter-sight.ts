import { Inject, Injectable, Optional } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';

/** Provided where calls are counted in this process. */
export const COUNTS_HERE = Symbol('COUNTS_HERE');

/** Whether this process sees the counters: without Redis they are in the memory of the process that serves. */
@Injectable()
export class CounterSight {
  readonly isClear: boolean;

  constructor(@Inject(CONFIG) config: Config, @Optional() @Inject(COUNTS_HERE) countsHere?: true) {
    this.isClear = config.redisUrl !== undefined || countsHere === true;
  }
}
