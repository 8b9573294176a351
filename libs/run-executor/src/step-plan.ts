import type { Ask, NewMessage, RunError } from '@app/public-api';

export interface NewCase {
  readonly title: string;
  readonly data?: Record<string, unknown>;
  readonly priority?: 'low' | 'normal' | 'high';
  readonly labels?: readonly LabelName[];
}
/** What of a case an agent changes; what is left out stays. */
export type CaseChange = Partial<Pick<NewCase, 'title' | 'data' | 'priority'>>;
export interface LabelName {
  readonly key: string;
  readonly value: string;
}

/** One thing that a step writes. */
export type StepWrite =
  | { readonly kind: 'message'; readonly message: NewMessage }
  | { readonly kind: 'file'; readonly path: string; readonly bytes: Uint8Array }
  | { readonly kind: 'sandbox_file'; readonly path: string; readonly bytes: Uint8Array }
  | { readonly kind: 'claim_case'; readonly queueIds: readonly string[] }
  | { readonly kind: 'complete_case'; readonly result: string | null }
  | { readonly kind: 'fail_case'; readonly error: { readonly code: string; readonly message: string } }
  | { readonly kind: 'postpone_case'; readonly until: Date }
  | { readonly kind: 'release_case' }
  | { readonly kind: 'update_case'; readonly change: CaseChange }
  | { readonly kind: 'label_case'; readonly labels: readonly LabelName[] }
  | { readonly kind: 'add_cases'; readonly queueId: string; readonly cases: readonly NewCase[] };

/** How a step leaves the run. */
export type StepEnd =
  | { readonly kind: 'go_on' }
  | { readonly kind: 'ask'; readonly ask: Ask }
  | { readonly kind: 'complete'; readonly result: string | null }
  | { readonly kind: 'fail'; readonly error: RunError };

/** All that a step wants written, in order; nothing of it has happened yet. */
export interface StepPlan {
  readonly writes: readonly StepWrite[];
  readonly end: StepEnd;
  /** What the executor wants to know in its next step. */
  readonly memory: Record<string, unknown>;
}
