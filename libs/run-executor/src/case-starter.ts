import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { CaseWork, RunnableAgents, RunPlaces, RunStarter } from '@app/public-api';
import { DispatchAudit } from './dispatch-audit';

export interface CaseStart {
  readonly teamId: TeamId;
  readonly caseId: string;
  readonly agentId: string;
  /** Whether the case was found because it is assigned to the agent. */
  readonly isAssigned: boolean;
  /** As whom the agent acts. */
  readonly userId: string;
}

/**
 * - `no place`: the team has all the runs it may have, so no other case of it can be started either.
 * - `passed over`: the agent cannot run, or somebody else took the case.
 */
export type StartOutcome = 'started' | 'no place' | 'passed over';

/** Starts the run of a case and claims the case for it. */
@Injectable()
export class CaseStarter {
  constructor(
    private readonly places: RunPlaces,
    private readonly agents: RunnableAgents,
    private readonly starter: RunStarter,
    private readonly cases: CaseWork,
    private readonly audit: DispatchAudit,
  ) {}

  /** Runs in the open transaction. */
  async start({ teamId, caseId, agentId, userId, isAssigned }: CaseStart): Promise<StartOutcome> {
    const startedAt = performance.now();
    if (!(await this.places.isFree(teamId))) return 'no place';
    const found = await this.agents.find(teamId, agentId);
    const due = found?.revision && (await this.cases.lockDue(teamId, caseId, agentId));
    if (!found?.revision || !due) return 'passed over';
    // Its assignment was taken back, or given to somebody else, since it was found.
    if (isAssigned && due.assignedAgentId !== agentId) return 'passed over';
    // Whoever delegated the case last, should it have been delegated again since it was found.
    const actingId = due.assignedBy ?? userId;
    const run = await this.starter.start(teamId, {
      revision: found.revision,
      source: 'dispatcher',
      userId: actingId,
    });
    // A run without its case would be one that nobody wanted; the case is held, so this cannot happen.
    if (!(await this.cases.claim(teamId, { runId: run.id, caseId })))
      throw new Error(`The case ${caseId} was held and could not be claimed.`);
    this.audit.dispatched({ teamId, caseId, agentId, runId: run.id, userId: actingId }, startedAt);
    return 'started';
  }
}
