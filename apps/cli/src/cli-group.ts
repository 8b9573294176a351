/** A command line, understood. */
export interface CliCall {
  /** Name in the registry of the operator's commands. */
  readonly command: string;
  readonly args: object;
  /** The argument that is the first line of standard input: secrets are not for the command line, which others see. */
  readonly inputArgument?: string;
  /** Result → text for a person, without the last line break; empty: nothing is written. */
  readonly render: (result: never) => string;
  /** Result → text for `--json`. @default one document */
  readonly renderJson?: (result: never) => string;
  /** Arguments to add for the next part of a result that comes in parts; `undefined` at its end. */
  readonly next?: (result: never) => object | undefined;
}

/** The commands that share a first word, e.g. `keys`. */
export interface CliGroup {
  readonly name: string;
  readonly help: string;
  /**
   * @param argv what follows the first word, without --help and --json
   * @throws OperatorError with `usage` for a command line that cannot be understood
   */
  parse(argv: readonly string[]): CliCall;
}
