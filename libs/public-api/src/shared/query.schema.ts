import { z } from 'zod';

const WHOLE_NUMBER = /^-?(0|[1-9]\d{0,15})$/;

// z.preprocess shows the inner schema to readers of the document, so a tool sees an integer, a boolean or an
// array, while a URL may carry text. A default stands inside: only there it reaches the document.
const readInt = (value: unknown): unknown =>
  typeof value === 'string' && WHOLE_NUMBER.test(value) ? Number(value) : value;
const readBool = (value: unknown): unknown => (value === 'true' ? true : value === 'false' ? false : value);
const readArray = (value: unknown): unknown =>
  value === undefined || Array.isArray(value) ? value : [value];

/** Optional whole number of a query, both bounds included; beyond them is an error, never clamped. */
export const queryInt = (min: number, max: number) =>
  z.preprocess(readInt, z.int().min(min).max(max).optional());

/** The same with a default. */
export const queryIntOr = (min: number, max: number, fallback: number) =>
  z.preprocess(readInt, z.int().min(min).max(max).default(fallback));

/** Optional `true` or `false` of a query. */
export const queryBool = () => z.preprocess(readBool, z.boolean().optional());

/** The same with a default. */
export const queryBoolOr = (fallback: boolean) => z.preprocess(readBool, z.boolean().default(fallback));

/** Optional repeated key of a query; a single value is a one-element array. */
export const queryArray = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(readArray, z.array(item).min(1).optional());
