import { isObject } from '../protocol/json';
import type { Json } from '../protocol/json';

/**
 * Names of the reply fields of an operation that gives a content in slices, and of the parameter that bounds a slice;
 * `x-slice` of the document.
 */
export interface SliceFields {
  readonly content: string;
  readonly encoding: string;
  readonly size: string;
  readonly next: string;
  readonly limit: string;
}

/** @returns the slice fields that a tool's operation declares */
export function sliceFieldsOf(extension: unknown): SliceFields | undefined {
  return isObject(extension) ? (extension as unknown as SliceFields) : undefined;
}

/**
 * A byte of content takes a byte of the result or more, so of a larger slice nothing beyond the budget could be shown:
 * it is not even read.
 *
 * @param largest most that the operation takes for the limit; more than that is for the operation to refuse
 * @returns the arguments, asking for no more than `maxBytes` of content
 */
export function limitSlice(args: Json, { limit }: SliceFields, largest: number, maxBytes: number): Json {
  const given = args[limit];
  // The codec takes a number as text, too.
  const asked = typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : given;
  const tooLarge = typeof asked === 'number' && Number.isInteger(asked) && asked > maxBytes;
  return tooLarge && asked <= largest ? { ...args, [limit]: maxBytes } : args;
}

/**
 * Shortens a slice of content to a budget. Cutting the text alone would leave the position of the next slice
 * behind the cut, and what lies between would be lost without a word; so the position is moved back with it.
 *
 * @param reply reply object of the operation
 * @param maxBytes largest JSON text of the result, in bytes
 * @returns a reply of the same shape that fits and goes on exactly where it ends
 */
export function fitSlice(reply: Json, fields: SliceFields, maxBytes: number): Json {
  const content = reply[fields.content];
  if (typeof content !== 'string') return reply;
  const isBase64 = reply[fields.encoding] === 'base64';
  const bytesOf = (text: string): number => Buffer.byteLength(text, isBase64 ? 'base64' : 'utf8');
  const end = Number(reply[fields.next] ?? reply[fields.size]);
  const start = end - bytesOf(content);
  const cutTo = (length: number): Json => {
    const text = content.slice(0, borderAt(content, length, isBase64));
    return { ...reply, [fields.content]: text, [fields.next]: start + bytesOf(text) };
  };
  const fits = (value: Json): boolean => Buffer.byteLength(JSON.stringify(value)) <= maxBytes;
  let low = isBase64 ? 4 : 2;
  let high = Math.min(content.length, maxBytes);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(cutTo(middle))) low = middle;
    else high = middle;
  }
  return cutTo(low);
}

/** A cut lies between characters, in base64 between groups of four. */
function borderAt(text: string, length: number, isBase64: boolean): number {
  if (isBase64) return Math.max(4, length - (length % 4));
  const before = text.charCodeAt(length - 1);
  return before >= 0xd800 && before <= 0xdbff ? length - 1 : length;
}
