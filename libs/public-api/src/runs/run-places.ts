import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { RunsRepository } from './runs.repository';

/** How long a caller waits before trying again when the team has no place for a run, in seconds. */
const RETRY_SECONDS = 10;

/**
 * How many live runs a team may have. Rows are counted under a lock on the team that lasts until the commit;
 * there is no second truth beside them.
 */
@Injectable()
export class RunPlaces {
  constructor(
    private readonly runs: RunsRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws concurrency_limit */
  async require(teamId: TeamId): Promise<void> {
    if (await this.isFree(teamId)) return;
    throw new ApiException('concurrency_limit', {
      message: `The team has ${this.limit} live runs, which is the limit. Stop one, or wait until one ends.`,
      headers: { 'retry-after': String(RETRY_SECONDS) },
    });
  }

  /** Makes others that start or resume runs of the team wait until the open transaction ends. */
  hold(teamId: TeamId): Promise<void> {
    return this.runs.lockTeam(teamId);
  }

  /** @returns whether the team may have one more live run; it holds until the open transaction ends */
  async isFree(teamId: TeamId): Promise<boolean> {
    await this.hold(teamId);
    return (await this.runs.countLive(teamId)) < this.limit;
  }

  private get limit(): number {
    return this.config.runs.maxLivePerTeam;
  }
}
