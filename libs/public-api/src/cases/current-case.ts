import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import type { CaseView } from './case.schema';
import { CaseViews } from './case-views';
import { CurrentCaseRepository } from './current-case.repository';

/** The case that a run works on, as the API would show it. */
@Injectable()
export class CurrentCase {
  constructor(
    private readonly claims: CurrentCaseRepository,
    private readonly views: CaseViews,
  ) {}

  async of(teamId: TeamId, runId: string): Promise<CaseView | undefined> {
    const id = await this.claims.idOf(teamId, runId);
    return id === undefined ? undefined : (await this.views.byIds(teamId, [id]))[0];
  }
}
