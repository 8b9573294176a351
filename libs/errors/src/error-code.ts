/** How far a chain of causes is followed; it might be a ring. */
const MAX_DEPTH = 10;

/**
 * @returns the code that a driver, of a database or a socket, put on the error or on what caused it; the outermost one
 */
export function errorCodeOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return undefined;
  const { code, cause } = error as Record<string, unknown>;
  return typeof code === 'string' ? code : errorCodeOf(cause, depth + 1);
}
