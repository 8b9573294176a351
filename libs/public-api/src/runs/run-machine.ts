export const RUN_STATUSES = [
  'pending',
  'starting',
  'running',
  'waiting',
  'completed',
  'failed',
  'stopped',
  'interrupted',
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];
export const LIVE_STATUSES = ['pending', 'starting', 'running', 'waiting'] as const satisfies RunStatus[];

export const RUN_SOURCES = ['api', 'mcp', 'dashboard', 'dispatcher'] as const;
export type RunSource = (typeof RUN_SOURCES)[number];

interface Transition {
  readonly from: readonly RunStatus[];
  readonly to: RunStatus;
}

/**
 * Everything that can happen to a run.
 * - take, ready, ask, complete, fail: the executor. fail is also a time-out and a lost executor.
 * - answer: a person responds; supersede: a message comes instead of the response; expire: neither came in time.
 * - stop: a person ends the run; interrupt: something else needs its case. resume: a message to an ended run.
 */
const TRANSITIONS = {
  take: { from: ['pending'], to: 'starting' },
  ready: { from: ['starting'], to: 'running' },
  ask: { from: ['running'], to: 'waiting' },
  answer: { from: ['waiting'], to: 'running' },
  supersede: { from: ['waiting'], to: 'running' },
  expire: { from: ['waiting'], to: 'failed' },
  complete: { from: ['running'], to: 'completed' },
  fail: { from: ['starting', 'running'], to: 'failed' },
  stop: { from: LIVE_STATUSES, to: 'stopped' },
  interrupt: { from: LIVE_STATUSES, to: 'interrupted' },
  resume: { from: ['completed', 'interrupted'], to: 'pending' },
} as const satisfies Record<string, Transition>;

export type RunEvent = keyof typeof TRANSITIONS;
export const RUN_EVENTS = Object.keys(TRANSITIONS) as RunEvent[];

/** @returns the status an event leads to, or `null` if it cannot happen in this status */
export function nextStatus(status: RunStatus, event: RunEvent): RunStatus | null {
  const { from, to }: Transition = TRANSITIONS[event];
  return from.includes(status) ? to : null;
}

/** @returns whether the run has not ended */
export const isLive = (status: RunStatus): boolean =>
  (LIVE_STATUSES as readonly RunStatus[]).includes(status);

/** @returns whether the run's clock against `max_duration_seconds` is running */
export const isActive = (status: RunStatus): boolean => status === 'starting' || status === 'running';
