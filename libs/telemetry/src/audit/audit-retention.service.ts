import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { AuditRetentionRepository } from './audit-retention.repository';

/** Entries of one step: so few that its transaction is over in some ten milliseconds. */
const STEP = 2000;

/** Lets entries go that have been kept long enough. */
@Injectable()
export class AuditRetention {
  constructor(
    private readonly repository: AuditRetentionRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Deletes what is too old, some at a time; does nothing while another process is at it.
   * @param signal ends it after some
   * @returns how many
   */
  async clean(signal?: AbortSignal): Promise<number> {
    const days = this.config.auditRetentionDays;
    let total = 0;
    let lastId = 0;
    while (days > 0 && !signal?.aborted) {
      const step = await this.repository.deleteOld(days, lastId, STEP);
      if (!step) break;
      total += step.deleted;
      // Late entries may stand among older ones, but where none was old, none behind it is.
      if (step.deleted === 0) break;
      lastId = step.lastId;
    }
    return total;
  }
}
