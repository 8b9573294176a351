import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { RunsRepository } from './runs.repository';

/** What runs remember of cases: their history only. Which run works on a case now, the case says. */
@Injectable()
export class RunCases {
  constructor(private readonly runs: RunsRepository) {}

  /** Notes the case that a run claimed, in the transaction of the claim. */
  attach(teamId: TeamId, runId: string, to: { caseId: string; queueId: string }): Promise<void> {
    return this.runs.attachCase(teamId, runId, to);
  }

  /** Removes a case that is being deleted. */
  forget(teamId: TeamId, caseId: string): Promise<void> {
    return this.runs.forgetCase(teamId, caseId);
  }
}
