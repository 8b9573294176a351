import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { CaseWork, RunnableAgents, RunPlaces, RunStarter } from '@app/public-api';

export interface CaseStart {
  readonly teamId: TeamId;
  readonly caseId: string;
  readonly agentId: string;
  /** As whom the agent acts. */
  readonly userId: string;
}

/** Somebody else took the case while its run was being made: the run is not to be. */
export class CaseTakenError extends Error {}

/** Starts the run of a case and claims the case for it. */
@Injectable()
export class CaseStarter {
  constructor(
    private readonly places: RunPlaces,
    private readonly agents: RunnableAgents,
    private readonly starter: RunStarter,
    private readonly cases: CaseWork,
  ) {}

  /**
   * Runs in the open transaction.
   * @returns 1 if a run was started, 0 if the team has no place for one or the agent cannot run
   * @throws CaseTakenError to undo it all
   */
  async start({ teamId, caseId, agentId, userId }: CaseStart): Promise<number> {
    if (!(await this.places.isFree(teamId))) return 0;
    const found = await this.agents.find(teamId, agentId);
    if (!found?.revision) return 0;
    const run = await this.starter.start(teamId, { revision: found.revision, source: 'dispatcher', userId });
    if (!(await this.cases.claim(teamId, { runId: run.id, caseId }))) throw new CaseTakenError();
    return 1;
  }
}
