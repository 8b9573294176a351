import type { RunErrorCode } from '@app/public-api';

/** Ends a run in failure; the message is shown to people. */
export class StepFailure extends Error {
  constructor(
    readonly code: RunErrorCode,
    message: string,
  ) {
    super(message);
  }
}
