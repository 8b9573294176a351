import { sql } from 'drizzle-orm';
import { transitionOf } from './case-machine';
import type { CaseAction } from './case-machine';
import { casesTable } from './cases.tables';

/** What an action brings with it. */
export interface CaseDetails {
  /** Of claim. */
  readonly runId?: string;
  /** Of complete. */
  readonly result?: string | null;
  /** Of fail and abandon. */
  readonly error?: { readonly code: string; readonly message: string } | null;
  /** Of postpone. */
  readonly postponedTo?: Date;
  /** Of delegate: to whom. */
  readonly agentId?: string;
  /** Of delegate and retry: as whom the agent is to act. */
  readonly userId?: string;
}

const now = sql`now()`;

/**
 * The columns that change with an action.
 * - A claim lasts exactly as long as a run works on the case.
 * - Result, error, time of completion and time to be postponed to belong to the status they explain.
 * - `held` is what a stop leaves behind; whatever comes next takes it away.
 */
export function changeOf(action: CaseAction, details: CaseDetails) {
  const { to } = transitionOf(action);
  const isClosed = to === 'completed' || to === 'failed';
  return {
    status: to,
    updatedAt: now,
    held: action === 'stop',
    completedAt: isClosed ? now : null,
    postponedTo: to === 'postponed' ? (details.postponedTo ?? null) : null,
    result: to === 'completed' ? (details.result ?? null) : null,
    errorCode: to === 'failed' ? (details.error?.code ?? null) : null,
    errorMessage: to === 'failed' ? (details.error?.message ?? null) : null,
    ...claimOf(action, details),
    ...assignmentOf(action, details),
  };
}

function claimOf(action: CaseAction, { runId }: CaseDetails) {
  switch (action) {
    case 'claim':
      return { claimedByRunId: runId!, claimedAt: now, attempts: sql`${casesTable.attempts} + 1` };
    case 'ask':
    case 'answer':
      return {};
    default:
      return { claimedByRunId: null, claimedAt: null };
  }
}

function assignmentOf(action: CaseAction, { agentId, userId }: CaseDetails) {
  switch (action) {
    case 'delegate':
      return { assignedAgentId: agentId!, assignedBy: userId! };
    case 'retry':
    case 'retry_interrupted':
      // Without an agent there is nobody to act as the user.
      return {
        assignedBy: sql`case when ${casesTable.assignedAgentId} is null then null else ${userId}::uuid end`,
      };
    case 'stop':
    case 'set_pending':
    case 'set_completed':
    case 'set_failed':
      return { assignedAgentId: null, assignedBy: null };
    default:
      return {};
  }
}
