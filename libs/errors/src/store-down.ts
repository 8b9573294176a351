/** Network failures, and what PostgreSQL says when it stops, starts or has no room (classes 08, 57P, 53300). */
const DOWN =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|08\w{3}|57P0[123]|53300)$/;

/** The pool reports these without a code. */
const DOWN_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** How far a chain of causes is followed; it might be a ring. */
const MAX_DEPTH = 10;

/** @returns whether a failure means that a store is away, so that trying again later makes sense */
export function isStoreDown(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return false;
  const { code, message, cause } = error as Record<string, unknown>;
  if (typeof code === 'string' && DOWN.test(code)) return true;
  if (typeof message === 'string' && DOWN_MESSAGES.test(message)) return true;
  return isStoreDown(cause, depth + 1);
}
