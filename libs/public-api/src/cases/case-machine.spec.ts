import { CASE_ACTIONS, CASE_STATUSES, isClaimed, nextCaseStatus, transitionOf } from './case-machine';
import type { CaseAction, CaseStatus } from './case-machine';

/** Section 5 of the contract, written out: every pair that is legal, and none that is not. */
// prettier-ignore
const LEGAL: Readonly<Record<CaseAction, Partial<Record<CaseStatus, CaseStatus>>>> = {
  claim:             { pending: 'in_progress', postponed: 'in_progress' },
  ask:               { in_progress: 'needs_input' },
  answer:            { needs_input: 'in_progress' },
  complete:          { in_progress: 'completed' },
  fail:              { in_progress: 'failed' },
  postpone:          { in_progress: 'postponed' },
  release:           { in_progress: 'pending' },
  abandon:           { in_progress: 'failed', needs_input: 'failed' },
  stop:              { in_progress: 'pending', needs_input: 'pending' },
  interrupt:         { in_progress: 'pending', needs_input: 'pending' },
  delegate:          { pending: 'pending', in_progress: 'pending', needs_input: 'pending', postponed: 'pending', failed: 'pending' },
  retry:             { in_progress: 'pending', needs_input: 'pending', completed: 'pending', failed: 'pending' },
  retry_interrupted: { pending: 'pending' },
  set_pending:       { pending: 'pending', in_progress: 'pending', needs_input: 'pending', postponed: 'pending', completed: 'pending', failed: 'pending' },
  set_completed:     { pending: 'completed', in_progress: 'completed', needs_input: 'completed', postponed: 'completed', completed: 'completed', failed: 'completed' },
  set_failed:        { pending: 'failed', in_progress: 'failed', needs_input: 'failed', postponed: 'failed', completed: 'failed', failed: 'failed' },
};

describe('the state machine of cases', () => {
  it('has the actions of the contract and no other', () => {
    expect([...CASE_ACTIONS].sort()).toEqual(Object.keys(LEGAL).sort());
  });

  const pairs = CASE_ACTIONS.flatMap((action) =>
    CASE_STATUSES.map((status) => ({ action, status, to: LEGAL[action][status] ?? null })),
  );

  it.each(pairs.filter(({ to }) => to !== null))('$action: $status → $to', ({ action, status, to }) => {
    expect(nextCaseStatus(status, action)).toBe(to);
  });

  it.each(pairs.filter(({ to }) => to === null))('refuses $action when $status', ({ action, status }) => {
    expect(nextCaseStatus(status, action)).toBeNull();
  });

  it('names an entry of the history for each action', () => {
    const noted = Object.fromEntries(CASE_ACTIONS.map((action) => [action, transitionOf(action).noted]));
    expect(noted).toEqual({
      claim: 'claimed',
      ask: 'human_request_created',
      answer: 'human_request_responded',
      complete: 'completed',
      fail: 'failed',
      postpone: 'postponed',
      release: 'released',
      abandon: 'failed',
      stop: 'released',
      interrupt: 'released',
      delegate: 'delegated',
      retry: 'retried',
      retry_interrupted: 'retried',
      set_pending: 'status_set',
      set_completed: 'status_set',
      set_failed: 'status_set',
    });
  });

  it('has a run at work in two statuses', () => {
    expect(CASE_STATUSES.filter(isClaimed)).toEqual(['in_progress', 'needs_input']);
  });
});
