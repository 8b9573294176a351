import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { FileWriter, RunSandboxes, RunWrites } from '@app/public-api';
import type { RunRow } from '@app/public-api';
import { CaseWriter } from './case-writer';
import { permissionsFor } from './step-permissions';
import { RunRights } from './run-rights';
import { StepFailure } from './step-failure';
import type { StepPlan, StepWrite } from './step-plan';

/** Writes what a step has planned, inside the transaction of the step. */
@Injectable()
export class StepWriter {
  constructor(
    private readonly rights: RunRights,
    private readonly runs: RunWrites,
    private readonly cases: CaseWriter,
    private readonly files: FileWriter,
    private readonly sandboxes: RunSandboxes,
  ) {}

  /**
   * The rights of the run's user are those of the moment in which the step is written.
   * @throws StepFailure if something cannot or must not be written; then nothing of the step is
   */
  async apply(teamId: TeamId, run: RunRow, plan: StepPlan): Promise<void> {
    await this.rights.require(run, permissionsFor(plan));
    for (const write of plan.writes) await this.write(teamId, run, write).catch(refused);
    const { end } = plan;
    if (end.kind === 'ask') await this.runs.ask(teamId, run, end.ask).catch(refused);
    else if (end.kind === 'complete') await this.runs.complete(teamId, run, end.result);
    else if (end.kind === 'fail') await this.runs.fail(teamId, run, end.error);
  }

  private async write(teamId: TeamId, run: RunRow, write: StepWrite): Promise<void> {
    switch (write.kind) {
      case 'message':
        return this.runs.append(teamId, run.id, [write.message]);
      case 'file':
        await this.files.write(teamId, run.userId, write);
        return;
      case 'sandbox_file':
        if (!run.sandboxId) throw new StepFailure('agent_error', 'The run has no sandbox.');
        return this.sandboxes.write(teamId, run.sandboxId, write.path, write.bytes);
      default:
        return this.cases.write(teamId, run, write);
    }
  }
}

/** A rule of the product that the agent broke: people are told which one. */
function refused(error: unknown): never {
  throw error instanceof ApiException ? new StepFailure('agent_error', error.message) : error;
}
