import type { z } from 'zod';

/**
 * Something the operator of the server can ask of it while it runs.
 *
 * - Arguments and result travel as JSON, so that the command runs the same in the server and beside it.
 * - `run` throws OperatorError for whatever the operator can put right.
 */
export interface OperatorCommand<Args extends z.ZodType = z.ZodType> {
  /** Group and action, e.g. `keys.create`. */
  readonly name: string;
  readonly args: Args;
  run(args: z.output<Args>): Promise<object>;
}
