import { Injectable } from '@nestjs/common';
import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import { CaseAgents } from './case-agents';
import { CaseCreation } from './case-creation';
import { CaseEdits } from './case-edits';
import { CaseRemoval } from './case-removal';
import { CaseViews } from './case-views';
import type { CreateCasesBody, UpdateCaseBody } from './cases.schemas';

/** Operations that create, change and delete cases. */
@Injectable()
export class CaseChangesService {
  constructor(
    private readonly creation: CaseCreation,
    private readonly edits: CaseEdits,
    private readonly removal: CaseRemoval,
    private readonly agents: CaseAgents,
    private readonly views: CaseViews,
  ) {}

  /** @throws not_found */
  async create({ teamId, userId }: CallerContext, queueId: string, { cases }: CreateCasesBody) {
    const ids = await this.creation.add(teamId, { queueId, cases, createdBy: { type: 'user', id: userId } });
    return { cases: await this.views.byIds(teamId, ids) };
  }

  /** @throws not_found, forbidden, case_claimed */
  async update(caller: CallerContext, id: string, change: UpdateCaseBody) {
    const { teamId, userId } = caller;
    const { queue_id } = await this.views.one(teamId, id);
    await this.agents.requireOwnQueue(caller, queue_id);
    const changed = await this.edits.apply(teamId, id, change, { type: 'user', id: userId });
    const view = await this.views.one(teamId, id);
    if (!changed) throw new ApiException('case_claimed');
    return { case: view };
  }

  /** @throws not_found, conflict */
  async remove({ teamId, userId }: CallerContext, id: string) {
    const interrupted = await this.removal.remove(teamId, id, { type: 'user', id: userId });
    return { success: true as const, interrupted_run_ids: [...interrupted] };
  }
}
