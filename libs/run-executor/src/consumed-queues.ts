import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { RunnableAgents } from '@app/public-api';
import type { RunRow } from '@app/public-api';

/** Queues that a run takes cases from: those its revision names. */
@Injectable()
export class ConsumedQueues {
  constructor(private readonly agents: RunnableAgents) {}

  async of(teamId: TeamId, run: RunRow): Promise<string[]> {
    const revision = await this.agents.revision(teamId, run.revisionId);
    return revision?.config.consumes.map(({ queue_id }) => queue_id) ?? [];
  }
}
