import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { CaseLabels, CaseWork } from '@app/public-api';
import type { RunRow } from '@app/public-api';
import { StepFailure } from './step-failure';
import type { StepWrite } from './step-plan';
import { ConsumedQueues } from './consumed-queues';

type CaseWrite = Exclude<StepWrite, { kind: 'message' | 'file' | 'sandbox_file' }>;

/** What agents do with cases. */
@Injectable()
export class CaseWriter {
  constructor(
    private readonly work: CaseWork,
    private readonly labels: CaseLabels,
    private readonly consumed: ConsumedQueues,
  ) {}

  /** @throws StepFailure if the case cannot be changed so */
  async write(teamId: TeamId, run: RunRow, write: CaseWrite): Promise<void> {
    if (write.kind === 'claim_case') return this.claim(teamId, run);
    if (write.kind === 'add_cases') {
      await this.work.add(teamId, { queueId: write.queueId, runId: run.id, cases: write.cases });
      return;
    }
    const current = await this.work.current(teamId, run.id);
    if (!current) throw new StepFailure('agent_error', 'The run works on no case.');
    const caseId = current.id;
    try {
      if (write.kind === 'complete_case')
        await this.work.complete(teamId, run.id, { caseId, result: write.result });
      else if (write.kind === 'fail_case')
        await this.work.fail(teamId, run.id, { caseId, error: write.error });
      else if (write.kind === 'postpone_case')
        await this.work.postpone(teamId, run.id, { caseId, until: write.until });
      else {
        const wanted = new Map([[caseId, write.labels]]);
        await this.labels.attach(teamId, current.queue_id, wanted);
      }
    } catch (error) {
      if (!(error instanceof ApiException)) throw error;
      throw new StepFailure('agent_error', error.message);
    }
  }

  private async claim(teamId: TeamId, run: RunRow): Promise<void> {
    // One case per run, in its whole life.
    if (run.caseId !== null) return;
    const queueIds = await this.consumed.of(teamId, run);
    if (queueIds.length === 0) return;
    await this.work.claimNext(teamId, { runId: run.id, agentId: run.agentId, queueIds });
  }
}
