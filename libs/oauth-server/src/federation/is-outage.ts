/** How far a chain of causes is followed; it might be a ring. */
const MAX_DEPTH = 5;

/** Its answers that mean that this server is set up wrongly there; signing in again would not help. */
const OUR_SETTINGS: readonly unknown[] = ['invalid_client', 'unauthorized_client', 'unsupported_grant_type'];

/** Errors come from the library, from fetch and from the runtime, so they are told apart by what they carry. */
interface Failure {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly status?: unknown;
  readonly error?: unknown;
  readonly cause?: unknown;
}

/** @returns whether the provider could not be asked, was in trouble, or does not know this server */
export function isOutage(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return false;
  const { name, message, status, error: code, cause } = error as Failure;
  if (typeof status === 'number' && (status >= 500 || status === 429)) return true;
  if (OUR_SETTINGS.includes(code)) return true;
  if (name === 'TimeoutError' || name === 'AbortError' || message === 'fetch failed') return true;
  return isOutage(cause, depth + 1);
}
