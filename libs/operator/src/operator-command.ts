import type { z } from 'zod';

/**
 * Something the operator of the server can ask of it while it runs.
 *
 * - Arguments and result travel as JSON, so that the command runs the same in the server and beside it.
 * - `run` throws OperatorError for whatever the operator can put right.
 */
export interface OperatorCommand<Args extends z.ZodType = z.ZodType, Result extends object = object> {
  /** Group and action, e.g. `keys.create`. */
  readonly name: string;
  readonly args: Args;
  run(args: z.output<Args>): Promise<Result>;
  /**
   * What the command did, for the audit trail; left out by commands that change nothing of a team and show no secret.
   */
  writes?(result: Result, args: z.output<Args>): CommandWrite[] | Promise<CommandWrite[]>;
}

/** Something done in a team by a command. */
export interface CommandWrite {
  readonly teamId: string;
  /** Ids of what it was done to, by name, e.g. `user_id`. */
  readonly targets: Readonly<Record<string, string>>;
}

/** A command that has been carried out. */
export interface CommandDone {
  readonly name: string;
  readonly writes: readonly CommandWrite[];
  /** Milliseconds. */
  readonly duration: number;
}
