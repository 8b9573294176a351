import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { isStorable } from '../shared';
import { CaseClaims } from './case-claims';
import { CaseCreation } from './case-creation';
import { CaseEdits } from './case-edits';
import type { CaseView } from './case.schema';
import { CaseStatusRepository } from './case-status.repository';
import { CaseViews } from './case-views';
import { createCasesBody, updateCaseBody } from './cases.schemas';
import type { NewCaseInput, UpdateCaseBody } from './cases.schemas';
import type { CaseRow } from './cases.tables';

/** A case that an agent adds; what is left out has the default of the API. */
export type CaseToAdd = Pick<NewCaseInput, 'title'> & {
  readonly [Field in 'data' | 'priority']?: NewCaseInput[Field] | undefined;
} & { readonly labels?: readonly NewCaseInput['labels'][number][] | undefined };

type OfRun = { readonly caseId: string };

/**
 * What runs do with cases: for executors and the dispatcher, who act for the platform and not for a caller. All of
 * it joins the open transaction. What an agent writes is held to the bounds that callers of the API are held to.
 */
@Injectable()
export class CaseWork {
  constructor(
    private readonly claims: CaseClaims,
    private readonly statuses: CaseStatusRepository,
    private readonly creation: CaseCreation,
    private readonly edits: CaseEdits,
    private readonly views: CaseViews,
  ) {}

  /** @returns the case that the run works on, with its labels */
  current(teamId: TeamId, runId: string): Promise<CaseView | undefined> {
    return this.views.claimedBy(teamId, runId);
  }

  /**
   * Holds a case that is to be dispatched, if it still waits for a run and nobody else is at it.
   * @param agentId only if this agent may take it: it is nobody's or this agent's
   * @returns the case as it is now: whoever is to start may have changed since it was found
   */
  lockDue(teamId: TeamId, caseId: string, agentId?: string): Promise<CaseRow | undefined> {
    return this.statuses.lockOpen(teamId, caseId, agentId);
  }

  /**
   * Takes the next case of the queues that is nobody's or is assigned to the agent of the run. The caller sees to it that a run works on
   * one case at a time.
   * @returns the case; nothing if there is none, or the run has ended
   */
  claimNext(
    teamId: TeamId,
    { runId, queueIds }: { runId: string; queueIds: readonly string[] },
  ): Promise<CaseRow | undefined> {
    return this.claims.takeNext(teamId, runId, queueIds);
  }

  /** Takes this very case. @returns nothing if it cannot be taken any more, or the run has ended */
  claim(teamId: TeamId, { runId, caseId }: { runId: string; caseId: string }): Promise<CaseRow | undefined> {
    return this.claims.take(teamId, runId, caseId);
  }

  /** @throws invalid_request; conflict if the run does not work on the case */
  async complete(
    teamId: TeamId,
    runId: string,
    { caseId, result }: OfRun & { readonly result: string | null },
  ): Promise<CaseRow> {
    requireStorable('result', result);
    return this.claims.giveUp(teamId, { runId, caseId }, 'complete', { result });
  }

  /** @throws invalid_request; conflict if the run does not work on the case */
  async fail(
    teamId: TeamId,
    runId: string,
    { caseId, error }: OfRun & { readonly error: { readonly code: string; readonly message: string } },
  ): Promise<CaseRow> {
    requireStorable('error.message', error.message);
    return this.claims.giveUp(teamId, { runId, caseId }, 'fail', { error, note: error.message });
  }

  /** @param until at most 30 days ahead. @throws invalid_request; conflict if the run does not work on the case */
  async postpone(
    teamId: TeamId,
    runId: string,
    { caseId, until }: OfRun & { readonly until: Date },
  ): Promise<CaseRow> {
    if (!(await this.statuses.isPostponable(teamId, caseId, until)))
      throw new ApiException('invalid_request', {
        message: 'A case can be postponed by at most 30 days.',
        details: [{ field: 'until', code: 'too_big', message: 'must be at most 30 days ahead' }],
      });
    return this.claims.giveUp(teamId, { runId, caseId }, 'postpone', { postponedTo: until });
  }

  /** Gives the case back as it was taken. @throws conflict if the run does not work on the case */
  release(teamId: TeamId, runId: string, { caseId }: OfRun): Promise<CaseRow> {
    return this.claims.giveUp(teamId, { runId, caseId }, 'release', {});
  }

  /** @throws invalid_request; conflict if the run does not work on the case */
  async update(teamId: TeamId, runId: string, { caseId, ...fields }: OfRun & UpdateCaseBody): Promise<void> {
    const change = parsed(updateCaseBody, fields);
    const actor = { type: 'run', id: runId } as const;
    await this.claims.atWork(
      teamId,
      runId,
      async () => (await this.edits.apply(teamId, caseId, change, actor, runId)) || undefined,
    );
  }

  /** @returns ids of the new cases in the order given. @throws invalid_request, not_found if there is no queue */
  async add(
    teamId: TeamId,
    { queueId, runId, cases }: { queueId: string; runId: string; cases: readonly CaseToAdd[] },
  ): Promise<string[]> {
    const checked = parsed(createCasesBody, { cases }).cases;
    return this.creation.add(teamId, { queueId, cases: checked, createdBy: { type: 'run', id: runId } });
  }
}

function requireStorable(field: string, value: string | null): void {
  if (value === null || isStorable(value)) return;
  const message = 'must not contain NUL characters or lone surrogates';
  throw new ApiException('invalid_request', {
    message: `The case is not valid: ${field} ${message}.`,
    details: [{ field, code: 'custom', message }],
  });
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const details = result.error.issues.map(({ path, code, message }) => ({
    field: path.join('.') || 'case',
    code,
    message,
  }));
  const told = details.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new ApiException('invalid_request', { message: `The case is not valid: ${told}.`, details });
}
