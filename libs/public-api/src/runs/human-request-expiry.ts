import { Injectable } from '@nestjs/common';
import { HumanRequestExpiryRepository, HumanRequestsRepository } from './human-requests.repository';
import { LockedRuns } from './locked-runs';
import { SYSTEM } from './run-observers';
import { RunTransitions } from './run-transitions';

/** Ends runs whose human request nobody answered in time. */
@Injectable()
export class HumanRequestExpiry {
  constructor(
    private readonly expired: HumanRequestExpiryRepository,
    private readonly locked: LockedRuns,
    private readonly requests: HumanRequestsRepository,
    private readonly transitions: RunTransitions,
  ) {}

  /** @returns how many requests it let expire, at most `limit` */
  expireDue(limit: number): Promise<number> {
    return this.locked.each(this.expired.due(limit), async (teamId, run) => {
      const request = await this.requests.findPending(teamId, run.id);
      // Answered, superseded or stopped while this waited for the row.
      if (run.status !== 'waiting' || !request || (await this.requests.isOpen(teamId, request.id)))
        return false;
      const message = `Nobody answered "${request.title}" in time.`;
      await this.transitions.apply(teamId, run, 'expire', {
        actor: SYSTEM,
        error: { code: 'human_request_expired', message },
      });
      return true;
    });
  }
}
