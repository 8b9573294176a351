/** Where a command reads and writes. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** @throws NodeJS.ErrnoException */
  readFile(path: string): Promise<string>;
  /** Standard input to its end. */
  input(): Promise<string>;
}

export interface Command {
  readonly name: string;
  readonly help: string;
  /** Words it takes, for the error that names a missing one. */
  readonly words: readonly string[];
  /** Options with a value, without `--`. */
  readonly options: readonly string[];
  /** Options without a value. */
  readonly flags: readonly string[];
  /** @returns the exit code */
  run(call: CommandCall, terminal: Terminal): Promise<number>;
}

export interface CommandCall {
  /** As many as the command asks for. */
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | undefined>>;
  readonly flags: ReadonlySet<string>;
}
