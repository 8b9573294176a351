import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { RunCases } from '../runs';
import type { Actor } from '../runs';
import { CaseTakeover } from './case-takeover';
import { CasesRepository } from './cases.repository';

/** Deletes cases for good; runs that worked on one keep their history without it. */
@Injectable()
export class CaseRemoval {
  constructor(
    private readonly takeover: CaseTakeover,
    private readonly runCases: RunCases,
    private readonly cases: CasesRepository,
  ) {}

  /** @returns ids of the runs that were interrupted, at most one. @throws not_found, conflict */
  remove(teamId: TeamId, caseId: string, actor: Actor): Promise<readonly string[]> {
    const request = { caseIds: [caseId], forRemoval: true, actor, reason: 'its case was deleted.' };
    return this.takeover.run(teamId, request, async ({ cases, interruptedRunIds }) => {
      if (cases.length === 0) throw new ApiException('not_found');
      await this.runCases.forget(teamId, caseId);
      await this.cases.remove(teamId, caseId);
      return interruptedRunIds;
    });
  }
}
