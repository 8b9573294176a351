import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { RunInterrupts } from '../runs';
import type { Actor } from '../runs';
import { CaseRunsRepository } from './case-runs.repository';
import { CasesRepository } from './cases.repository';
import type { CaseRow } from './cases.tables';

export interface Takeover {
  readonly caseIds: readonly string[];
  /** Cases of other queues are left alone. */
  readonly queueId?: string;
  /** The one case is to be deleted: holds also the runs that only remember it. */
  readonly forRemoval?: boolean;
  readonly actor: Actor;
  /** What the interrupted runs are told. */
  readonly reason: string;
}

export interface Taken {
  /** Those of the cases that there are, held and without a run at work, in the order of their ids. */
  readonly cases: readonly CaseRow[];
  readonly interruptedRunIds: readonly string[];
  /** Cases that a run was at work on until now. */
  readonly interruptedCaseIds: ReadonlySet<string>;
}

/** How often a takeover starts again when a case is claimed under its hands. */
const MAX_ATTEMPTS = 5;

class ClaimedMeanwhile extends Error {}

/**
 * Takes cases away from the runs that work on them.
 * - Everywhere the team is held before runs, runs before cases, and each of these in the order of their ids: so
 *   takeovers, stops and steps of executors never wait for each other in a circle. All cases are held before the
 *   first run is interrupted, as that changes the case of the run, and the order of runs is not that of cases.
 * - Which runs to hold is read before anything is held; if another run has claimed one of the cases by the time
 *   the cases are held, everything is rolled back and done again.
 */
@Injectable()
export class CaseTakeover {
  constructor(
    private readonly database: Database,
    private readonly cases: CasesRepository,
    private readonly runs: CaseRunsRepository,
    private readonly interrupts: RunInterrupts,
  ) {}

  /**
   * Runs `work` in one transaction with the takeover. @throws conflict if the cases are claimed again and again
   */
  async run<T>(teamId: TeamId, takeover: Takeover, work: (taken: Taken) => Promise<T>): Promise<T> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      try {
        return await this.database.transaction(async () => work(await this.take(teamId, takeover)));
      } catch (error) {
        if (!(error instanceof ClaimedMeanwhile)) throw error;
      }
    }
    throw new ApiException('conflict', { message: 'Runs kept claiming these cases at the same time.' });
  }

  private async take(teamId: TeamId, takeover: Takeover): Promise<Taken> {
    const { caseIds, queueId, forRemoval, actor, reason } = takeover;
    const claims = await this.holdClaims(teamId, takeover);
    const runIds = claims.map(({ runId }) => runId);
    const held = await this.cases.lock(teamId, caseIds, { queueId, forRemoval });
    if (held.some(({ claimedByRunId }) => claimedByRunId !== null && !runIds.includes(claimedByRunId)))
      throw new ClaimedMeanwhile();
    const interruptedRunIds = await this.interrupts.interrupt(teamId, runIds, reason, actor);
    return {
      cases: runIds.length > 0 ? await this.cases.lock(teamId, caseIds, { queueId, forRemoval }) : held,
      interruptedRunIds,
      interruptedCaseIds: new Set(
        claims.filter(({ runId }) => interruptedRunIds.includes(runId)).map(({ caseId }) => caseId),
      ),
    };
  }

  /** Read again once the runs are held: one that has closed its case meanwhile is not to be interrupted. */
  private async holdClaims(teamId: TeamId, { caseIds, queueId, forRemoval }: Takeover) {
    const seen = await this.cases.claims(teamId, caseIds, queueId);
    if (seen.length === 0 && !forRemoval) return [];
    const runs = await this.runs.hold(
      teamId,
      seen.map(({ runId }) => runId),
      forRemoval ? caseIds[0] : undefined,
    );
    const held = new Set(runs.map(({ id }) => id));
    const claims = await this.cases.claims(teamId, caseIds, queueId);
    return claims.filter(({ runId }) => held.has(runId));
  }
}
