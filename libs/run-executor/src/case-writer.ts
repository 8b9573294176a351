import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { CaseLabels, CaseWork } from '@app/public-api';
import type { RunRow } from '@app/public-api';
import { StepFailure } from './step-failure';
import type { StepWrite } from './step-plan';

type CaseWrite = Exclude<StepWrite, { kind: 'message' | 'file' | 'sandbox_file' }>;
/** What needs a case to be done to. */
type CaseDeed = Exclude<CaseWrite, { kind: 'claim_case' | 'add_cases' }>;

/** What agents do with cases. */
@Injectable()
export class CaseWriter {
  constructor(
    private readonly work: CaseWork,
    private readonly labels: CaseLabels,
  ) {}

  /** @throws StepFailure if the run works on no case; ApiException if a rule of cases is broken */
  async write(teamId: TeamId, run: RunRow, write: CaseWrite): Promise<void> {
    if (write.kind === 'claim_case') return this.claim(teamId, run, write.queueIds);
    if (write.kind === 'add_cases') {
      await this.work.add(teamId, { queueId: write.queueId, runId: run.id, cases: write.cases });
      return;
    }
    const current = await this.work.current(teamId, run.id);
    if (!current) throw new StepFailure('agent_error', 'The run works on no case.');
    await this.change(teamId, run.id, current.id, write);
  }

  private async change(teamId: TeamId, runId: string, caseId: string, write: CaseDeed): Promise<void> {
    switch (write.kind) {
      case 'complete_case':
        await this.work.complete(teamId, runId, { caseId, result: write.result });
        return;
      case 'fail_case':
        await this.work.fail(teamId, runId, { caseId, error: write.error });
        return;
      case 'postpone_case':
        await this.work.postpone(teamId, runId, { caseId, until: write.until });
        return;
      case 'release_case':
        await this.work.release(teamId, runId, { caseId });
        return;
      case 'update_case':
        await this.work.update(teamId, runId, { caseId, ...write.change });
        return;
      case 'label_case':
        await this.labels.assign(teamId, { type: 'run', id: runId }, caseId, write.labels);
    }
  }

  private async claim(teamId: TeamId, run: RunRow, queueIds: readonly string[]): Promise<void> {
    // One case per run, in its whole life; the row was read before this step claimed one.
    // The queue stays when the case is deleted, so a run that is resumed does not take a second one.
    if (run.queueId !== null || (await this.work.current(teamId, run.id))) return;
    await this.work.claimNext(teamId, { runId: run.id, queueIds });
  }
}
