import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { isLive, RunCases } from '../runs';
import type { CaseAction } from './case-machine';
import { CaseRunsRepository } from './case-runs.repository';
import type { HeldRun } from './case-runs.repository';
import { CaseStatusRepository } from './case-status.repository';
import { CaseTransitions } from './case-transitions';
import type { CaseMove } from './case-transitions';
import type { CaseRow } from './cases.tables';

/** How runs take cases and give them up. The row of the run is held before that of the case. */
@Injectable()
export class CaseClaims {
  constructor(
    private readonly database: Database,
    private readonly runs: CaseRunsRepository,
    private readonly statuses: CaseStatusRepository,
    private readonly transitions: CaseTransitions,
    private readonly runCases: RunCases,
  ) {}

  /** @returns the case; nothing if there is none to take, or the run has ended */
  takeNext(teamId: TeamId, runId: string, queueIds: readonly string[]): Promise<CaseRow | undefined> {
    return this.whileLive(teamId, runId, async (run) => {
      const caseId = await this.statuses.lockNext(teamId, { agentId: run.agentId, queueIds });
      return caseId === undefined ? undefined : this.claim(teamId, run, caseId);
    });
  }

  /** @returns the case; nothing if it cannot be taken any more, or the run has ended */
  take(teamId: TeamId, runId: string, caseId: string): Promise<CaseRow | undefined> {
    return this.whileLive(teamId, runId, (run) => this.claim(teamId, run, caseId));
  }

  /** Ends the work of a run on its case. @throws conflict if the run does not work on it */
  giveUp(
    teamId: TeamId,
    claim: { readonly runId: string; readonly caseId: string },
    action: CaseAction,
    details: Omit<CaseMove, 'actor'>,
  ): Promise<CaseRow> {
    const { runId, caseId } = claim;
    return this.atWork(teamId, runId, async () => {
      const move = { ...details, actor: { type: 'run', id: runId } as const };
      const [row] = await this.transitions.apply(teamId, action, { ids: [caseId], claimedBy: runId }, move);
      return row;
    });
  }

  /** Runs `work` with the run held. @throws conflict if it returns nothing */
  atWork<T>(teamId: TeamId, runId: string, work: () => Promise<T | undefined>): Promise<T> {
    return this.database.transaction(async () => {
      await this.runs.hold(teamId, [runId]);
      const done = await work();
      if (done === undefined)
        throw new ApiException('conflict', { message: 'The run does not work on this case.' });
      return done;
    });
  }

  private async claim(teamId: TeamId, run: HeldRun, caseId: string): Promise<CaseRow | undefined> {
    const move = { actor: { type: 'run', id: run.id }, runId: run.id } as const;
    const target = { ids: [caseId], takenBy: run.agentId };
    const [row] = await this.transitions.apply(teamId, 'claim', target, move);
    if (row) await this.runCases.attach(teamId, run.id, { caseId, queueId: row.queueId });
    return row;
  }

  private whileLive<T>(
    teamId: TeamId,
    runId: string,
    work: (run: HeldRun) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    return this.database.transaction(async () => {
      const [run] = await this.runs.hold(teamId, [runId]);
      return run && isLive(run.status) ? work(run) : undefined;
    });
  }
}
