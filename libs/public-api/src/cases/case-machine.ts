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
