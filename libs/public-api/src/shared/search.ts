import { z } from 'zod';
import { text } from './text.schema';

/** A search of at most `max` characters; the empty one finds everything. */
export const search = (max = 200) => text(0, max).optional();

/**
 * Pattern for `ILIKE` that finds the text as it stands: `%`, `_` and `\` in a search are literal.
 * https://www.postgresql.org/docs/current/functions-matching.html#FUNCTIONS-LIKE
 */
export function containsPattern(searched: string): string {
  return `%${escapeLike(searched)}%`;
}

/** Pattern for `LIKE` that finds texts beginning with the given one. */
export function startsWithPattern(prefix: string): string {
  return `${escapeLike(prefix)}%`;
}

const escapeLike = (value: string): string => value.replace(/[\\%_]/g, '\\$&');

export const SORT_ORDERS = ['asc', 'desc'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

/** Field `sort_order` of a query. */
export const sortOrder = (fallback: SortOrder = 'desc') => z.enum(SORT_ORDERS).default(fallback);
