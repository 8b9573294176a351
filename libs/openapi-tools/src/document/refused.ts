/** One operation cannot become a tool; the rest of the document goes on. */
export class OperationRefused extends Error {
  override readonly name = 'OperationRefused';

  constructor(
    readonly code: string,
    readonly pointer: string,
    message: string,
  ) {
    super(message);
  }
}
