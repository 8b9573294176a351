import { z } from 'zod';
import { queryIntOr } from './query.schema';

/** Largest offset: that of a PostgreSQL integer, so a larger one is a client's error and not the database's. */
export const MAX_OFFSET = 2_147_483_647;

/** The part of a page a caller asks for. */
export interface PageRequest {
  readonly limit: number;
  readonly offset: number;
}

/** Rows of one page, and how many there are in all that the caller may see. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

/** Fields `limit` and `offset` of a query: `z.strictObject({ search: …, ...pageQuery(100, 20) })`. */
export const pageQuery = (maxLimit: number, defaultLimit: number) => ({
  limit: queryIntOr(1, maxLimit, defaultLimit),
  offset: queryIntOr(0, MAX_OFFSET, 0),
});

/** The same fields in a body, where numbers are numbers. */
export const pageBody = (maxLimit: number, defaultLimit: number) => ({
  limit: z.int().min(1).max(maxLimit).default(defaultLimit),
  offset: z.int().min(0).max(MAX_OFFSET).default(0),
});

const count = () => z.int().min(0);

/** Reply of a list operation: `pageReply('agents', agentSchema)` → `{agents, total, limit, offset}`. */
export function pageReply<Plural extends string, Item extends z.ZodType>(plural: Plural, item: Item) {
  return z.strictObject({
    ...({ [plural]: z.array(item) } as Record<Plural, z.ZodArray<Item>>),
    total: count(),
    limit: z.int().min(1),
    offset: count(),
  });
}

/** @returns the envelope of a page, its rows turned into reply objects */
export function toPageView<Plural extends string, Row, View>(
  plural: Plural,
  page: Page<Row>,
  request: PageRequest,
  toView: (row: Row) => View,
): Record<Plural, View[]> & { total: number; limit: number; offset: number } {
  const rows = { [plural]: page.rows.map(toView) } as Record<Plural, View[]>;
  return { ...rows, total: page.total, limit: request.limit, offset: request.offset };
}
