import { z } from 'zod';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const WHOLE_NUMBER = /^(0|[1-9]\d{0,9})$/;
const MAX_OFFSET = 2_147_483_647;
const MAX_PAGE = 200;
const DEFAULT_PAGE = 50;

/** An id, lower-cased. */
export const uuid = () =>
  z
    .string()
    .refine((value) => UUID.test(value), { message: 'must be a UUID' })
    .overwrite((value) => value.toLowerCase())
    .meta({ format: 'uuid' });

/** Text that PostgreSQL can store: without NUL and lone surrogates. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => value.isWellFormed() && !value.includes('\u0000'), {
      message: 'must not hold NUL or a lone surrogate',
    });

const readInt = (value: unknown): unknown =>
  typeof value === 'string' && WHOLE_NUMBER.test(value) ? Number(value) : value;

const queryInt = (min: number, max: number, fallback: number) =>
  z.preprocess(readInt, z.int().min(min).max(max).default(fallback));

export const isoTime = () => z.iso.datetime();

/** What every list takes. */
export const pageQuery = z.strictObject({
  limit: queryInt(1, MAX_PAGE, DEFAULT_PAGE),
  offset: queryInt(0, MAX_OFFSET, 0),
});
export type PageQuery = z.output<typeof pageQuery>;

/** What every list says besides its items. */
export const pageEnvelope = {
  total: z.int().min(0),
  limit: z.int().min(1),
  offset: z.int().min(0),
};

export const doneReply = z.strictObject({ success: z.literal(true) });
