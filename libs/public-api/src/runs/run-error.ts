/** Why a run failed; `error.code` of a Run. */
export const RUN_ERROR_CODES = [
  'agent_error',
  'timeout',
  'connection_forbidden',
  'connection_broken',
  'executor_lost',
  'human_request_expired',
] as const;
export type RunErrorCode = (typeof RUN_ERROR_CODES)[number];

export interface RunError {
  readonly code: RunErrorCode;
  readonly message: string;
}
