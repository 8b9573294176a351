/** The error at the bottom: those that wrap it repeat the statement with its values, which no log should have. */
export function rootCause(error: unknown): Error {
  let current = error;
  while (current instanceof Error && current.cause instanceof Error) current = current.cause;
  return current instanceof Error ? current : new Error(String(current));
}
