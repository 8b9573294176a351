import type { StepContext } from './step-context';

/**
 * What makes an agent work. The product ships a scripted one; one that talks to a model implements the same.
 *
 * A run is a row of steps. In a step the executor reads what it likes and says what shall be written; all of it
 * commits together when the step returns. A step may be called again under the same number, if the worker died
 * in it or a message came before its end: whatever it does outside must be safe to repeat by
 * `context.idempotencyKey`.
 */
export abstract class Executor {
  /**
   * Does the next step. The run goes on with another step until one ends it (`complete`, `fail`) or makes it
   * wait (`ask`).
   * @throws StepFailure to end the run in failure; anything else is logged and fails it as an agent_error
   */
  abstract step(context: StepContext): Promise<void>;
}
