import { faultOfAsk } from '@app/public-api';
import type { Ask } from '@app/public-api';
import { StepFailure } from './step-failure';

/**
 * A person must be able to give an answer that is taken; else the run would wait for ever.
 * @throws StepFailure
 */
export function requireAnswerable(ask: Ask): void {
  const fault = faultOfAsk(ask);
  if (fault === undefined) return;
  throw new StepFailure('agent_error', `The agent asked what nobody can answer: its request ${fault}.`);
}
