import { ApiException } from '@app/errors';
import type { MessageRow } from './runs.tables';

/** Messages that a run can have. What the product itself says of a run, and a response, have room beyond it. */
const MAX_MESSAGES = 10_000;

/**
 * Checks what was appended, in the transaction that has appended it.
 * @throws run_not_resumable if the transcript is too long by it
 */
export function requireRoom(appended: readonly MessageRow[]): void {
  if ((appended.at(-1)?.sequence ?? 0) <= MAX_MESSAGES) return;
  throw new ApiException('run_not_resumable', {
    message: `The run has ${MAX_MESSAGES} messages, which is the most that a run can have; start a new one.`,
  });
}
