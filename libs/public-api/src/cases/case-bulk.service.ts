import { Injectable } from '@nestjs/common';
import { ApiException } from '@app/errors';
import type { CallerContext } from '@app/permissions';
import { CaseAgents } from './case-agents';
import type {
  DelegateCasesBody,
  RetryCasesBody,
  SetCaseStatusBody,
  SkippedCase,
  SkipReason,
} from './case-bulk.schemas';
import { CaseTakeover } from './case-takeover';
import type { Taken } from './case-takeover';
import { CaseTransitions } from './case-transitions';
import type { CaseRow } from './cases.tables';
import { QueuesRepository } from './queues.repository';

/** What people do to many cases at once. A live run on one of them is interrupted. */
@Injectable()
export class CaseBulkService {
  constructor(
    private readonly queues: QueuesRepository,
    private readonly agents: CaseAgents,
    private readonly takeover: CaseTakeover,
    private readonly transitions: CaseTransitions,
  ) {}

  /** @throws not_found, forbidden, agent_not_runnable, connection_forbidden, agent_not_consumer, conflict */
  async delegate(caller: CallerContext, queueId: string, { case_ids, agent_id }: DelegateCasesBody) {
    await this.requireQueue(caller, queueId);
    await this.agents.requireDelegable(caller, queueId, agent_id);
    const request = { caseIds: case_ids, queueId, actor: actorOf(caller), reason: 'its case was delegated.' };
    return this.takeover.run(caller.teamId, request, async (taken) => {
      const plan = planOf(case_ids, taken, ({ status }) =>
        status === 'completed' ? 'completed' : undefined,
      );
      const move = { actor: actorOf(caller), agentId: agent_id, userId: caller.userId };
      await this.transitions.apply(caller.teamId, 'delegate', { ids: plan.ids }, move);
      return { delegated_count: plan.ids.length, ...skippedOf(plan, taken) };
    });
  }

  /** @throws not_found, forbidden, connection_forbidden, conflict */
  async retry(caller: CallerContext, queueId: string, { case_ids }: RetryCasesBody) {
    await this.requireQueue(caller, queueId);
    await this.agents.requireOwnQueue(caller, queueId);
    const request = { caseIds: case_ids, queueId, actor: actorOf(caller), reason: 'its case is retried.' };
    return this.takeover.run(caller.teamId, request, async (taken) => {
      const plan = planOf(case_ids, taken, ({ status }) =>
        status === 'pending' || status === 'postponed' ? 'already_pending' : undefined,
      );
      const assigned = plan.cases.flatMap(({ assignedAgentId }) => assignedAgentId ?? []);
      await this.agents.requireUse(caller, assigned);
      const move = { actor: actorOf(caller), userId: caller.userId };
      const released = plan.ids.filter((id) => taken.interruptedCaseIds.has(id));
      const others = plan.ids.filter((id) => !taken.interruptedCaseIds.has(id));
      await this.transitions.apply(caller.teamId, 'retry_interrupted', { ids: released }, move);
      await this.transitions.apply(caller.teamId, 'retry', { ids: others }, move);
      return { retried_count: plan.ids.length, ...skippedOf(plan, taken) };
    });
  }

  /** @throws not_found, forbidden, conflict */
  async setStatus(caller: CallerContext, queueId: string, body: SetCaseStatusBody) {
    const { case_ids, status: wanted, note } = body;
    await this.requireQueue(caller, queueId);
    await this.agents.requireOwnQueue(caller, queueId);
    const request = {
      caseIds: case_ids,
      queueId,
      actor: actorOf(caller),
      reason: `its case was set to ${wanted}.`,
    };
    return this.takeover.run(caller.teamId, request, async (taken) => {
      const plan = planOf(case_ids, taken, ({ status, held }) =>
        status === wanted && !held ? 'unchanged' : undefined,
      );
      const move = { actor: actorOf(caller), note };
      await this.transitions.apply(caller.teamId, `set_${wanted}`, { ids: plan.ids }, move);
      return { updated_count: plan.ids.length, ...skippedOf(plan, taken) };
    });
  }

  private async requireQueue({ teamId }: CallerContext, queueId: string): Promise<void> {
    if (!(await this.queues.exists(teamId, queueId))) throw new ApiException('not_found');
  }
}

interface Plan {
  /** What is to be changed, in the order of the request. */
  readonly ids: readonly string[];
  readonly cases: readonly CaseRow[];
  readonly skipped: readonly SkippedCase[];
}

/** A case whose run was interrupted for this very call has been at work until now: no reason to skip it holds. */
function planOf(
  ids: readonly string[],
  { cases, interruptedCaseIds }: Taken,
  reasonToSkip: (row: CaseRow) => SkipReason | undefined,
): Plan {
  const byId = new Map(cases.map((row) => [row.id, row]));
  const skipped = ids.flatMap((id): SkippedCase[] => {
    const row = byId.get(id);
    if (interruptedCaseIds.has(id)) return [];
    const reason = row ? reasonToSkip(row) : 'not_found';
    return reason ? [{ case_id: id, reason }] : [];
  });
  const left = new Set(skipped.map(({ case_id }) => case_id));
  const acted = ids.filter((id) => !left.has(id));
  return { ids: acted, cases: acted.flatMap((id) => byId.get(id) ?? []), skipped };
}

const skippedOf = ({ skipped }: Plan, { interruptedRunIds }: Taken) => ({
  skipped_count: skipped.length,
  skipped: [...skipped],
  interrupted_run_ids: [...interruptedRunIds],
});

const actorOf = ({ userId }: CallerContext) => ({ type: 'user', id: userId }) as const;
