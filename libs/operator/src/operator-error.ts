/** A command that cannot be carried out. The message is a sentence for the operator that names the way out. */
export class OperatorError extends Error {
  /** @param usage whether the command itself was written wrongly, rather than failed */
  constructor(
    message: string,
    readonly usage = false,
  ) {
    super(message);
  }
}
