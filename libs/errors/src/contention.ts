import { errorCodeOf } from './error-code';

/** A deadlock, or two transactions that cannot be put into an order: one was ended so that the other goes on. */
const GAVE_WAY = new Set(['40P01', '40001']);
/** A lock or a statement that took too long. */
const TOO_LONG = new Set(['55P03', '57014']);

/** @returns whether the database ended a transaction for the sake of another one, so that it may be tried at once */
export function gaveWay(error: unknown): boolean {
  return GAVE_WAY.has(errorCodeOf(error) ?? '');
}

/** @returns whether the database ended a transaction because it took too long, so that it may be tried later */
export function tookTooLong(error: unknown): boolean {
  return TOO_LONG.has(errorCodeOf(error) ?? '');
}

/**
 * Whether a transaction failed by what others did at that time, and not by what it is. It was rolled back, so it is
 * as good as not begun.
 *
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function isContention(error: unknown): boolean {
  return gaveWay(error) || tookTooLong(error);
}
