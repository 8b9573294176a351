/** How far a chain of causes is followed; it might be a ring. */
const MAX_DEPTH = 5;

export interface PlainError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: PlainError;
}

/**
 * An error as it is logged: what it is and where it came from. Everything else that drivers and libraries put on
 * their errors is left out, because it is data of callers: the values of a failed statement, the row that a
 * constraint refused, the request that got no answer.
 */
export function plainError(error: unknown, depth = 0): PlainError | undefined {
  if (!(error instanceof Error) || depth > MAX_DEPTH) return undefined;
  const { code } = error as { code?: unknown };
  const cause = plainError(error.cause, depth + 1);
  return {
    type: error.constructor.name,
    message: withoutValues(error.message),
    ...(typeof code === 'string' && { code }),
    ...(error.stack !== undefined && { stack: withoutMessage(error) }),
    ...(cause && { cause }),
  };
}

/** @returns a text that holds an error's stack, without the values of a failed statement */
export function plainText(text: string): string {
  return text.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/, '');
}

/** Drizzle's message is the statement, then a line with its values, which may go on over many lines. */
function withoutValues(message: string): string {
  return message.replace(/\nparams: [\s\S]*$/, '');
}

/** The stack begins with the message, which has been said, and any line of which may look like a frame. */
function withoutMessage({ stack = '', message }: Error): string {
  const said = stack.indexOf(message);
  return said < 0 ? '' : stack.slice(said + message.length).replace(/^\n/, '');
}
