export const CASE_STATUSES = [
  'pending',
  'in_progress',
  'needs_input',
  'postponed',
  'completed',
  'failed',
] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

export const CASE_PRIORITIES = ['low', 'normal', 'high'] as const;
export type CasePriority = (typeof CASE_PRIORITIES)[number];

export const CASE_EVENT_TYPES = [
  'created',
  'updated',
  'claimed',
  'human_request_created',
  'human_request_responded',
  'postponed',
  'delegated',
  'retried',
  'status_set',
  'released',
  'completed',
  'failed',
  'labels_changed',
] as const;
export type CaseEventType = (typeof CASE_EVENT_TYPES)[number];

interface Transition {
  readonly from: readonly CaseStatus[];
  readonly to: CaseStatus;
  /** What the history of the case calls it. */
  readonly noted: CaseEventType;
}

/**
 * Everything that changes the status of a case.
 * - claim, complete, fail, postpone, release: the run that works on it.
 * - ask, answer: its run waits for a person, and goes on.
 * - abandon: its run ends without closing it. stop: a person ends its run; interrupt: something else does.
 * - delegate, retry, set_*: a person. retry_interrupted: a retry whose own interrupt has released the case.
 */
const TRANSITIONS = {
  claim: { from: ['pending', 'postponed'], to: 'in_progress', noted: 'claimed' },
  ask: { from: ['in_progress'], to: 'needs_input', noted: 'human_request_created' },
  answer: { from: ['needs_input'], to: 'in_progress', noted: 'human_request_responded' },
  complete: { from: ['in_progress'], to: 'completed', noted: 'completed' },
  fail: { from: ['in_progress'], to: 'failed', noted: 'failed' },
  postpone: { from: ['in_progress'], to: 'postponed', noted: 'postponed' },
  release: { from: ['in_progress'], to: 'pending', noted: 'released' },
  abandon: { from: ['in_progress', 'needs_input'], to: 'failed', noted: 'failed' },
  stop: { from: ['in_progress', 'needs_input'], to: 'pending', noted: 'released' },
  interrupt: { from: ['in_progress', 'needs_input'], to: 'pending', noted: 'released' },
  delegate: {
    from: ['pending', 'in_progress', 'needs_input', 'postponed', 'failed'],
    to: 'pending',
    noted: 'delegated',
  },
  retry: { from: ['failed', 'completed', 'in_progress', 'needs_input'], to: 'pending', noted: 'retried' },
  retry_interrupted: { from: ['pending'], to: 'pending', noted: 'retried' },
  set_pending: { from: CASE_STATUSES, to: 'pending', noted: 'status_set' },
  set_completed: { from: CASE_STATUSES, to: 'completed', noted: 'status_set' },
  set_failed: { from: CASE_STATUSES, to: 'failed', noted: 'status_set' },
} as const satisfies Record<string, Transition>;

export type CaseAction = keyof typeof TRANSITIONS;
export const CASE_ACTIONS = Object.keys(TRANSITIONS) as CaseAction[];

/** @returns from which statuses the action is legal, where it leads, and what the history calls it */
export const transitionOf = (action: CaseAction): Transition => TRANSITIONS[action];

/** @returns the status an action leads to, or `null` if it cannot happen in this status */
export function nextCaseStatus(status: CaseStatus, action: CaseAction): CaseStatus | null {
  const { from, to } = transitionOf(action);
  return from.includes(status) ? to : null;
}

/** @returns whether a live run works on a case of this status; exactly then the case names the run */
export const isClaimed = (status: CaseStatus): boolean =>
  status === 'in_progress' || status === 'needs_input';
