/** Levels of lists and objects within each other; far more than any operation takes. */
export const MAX_JSON_DEPTH = 100;
/** Lists, objects and separated values in one body; far more than any operation takes. */
export const MAX_JSON_PARTS = 200_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

export type JsonExcess = 'too_deep' | 'too_complex';

/** Bytes that are looked at between two turns of the event loop, and longest part of a string that is kept apart. */
const STEP_BYTES = 256 * 1024;
const LETTER_U = 0x75;

/** A string of more than one step, by position in the text. */
export interface LongString {
  /** Opening quote. */
  readonly start: number;
  /** Closing quote. */
  readonly end: number;
  /** Where it can be taken apart: between characters, never inside an escape sequence. */
  readonly cuts: readonly number[];
}

interface Limits {
  readonly depth: number;
  readonly parts: number;
}

/**
 * Whether a body is more than `JSON.parse` should be given. Parsing makes a value of every few bytes, so 15 MiB of
 * `{},` become hundreds of megabytes and block everybody for seconds; and what nests without end makes whatever
 * walks it by recursion, `JSON.stringify` among it, run out of stack.
 *
 * What strings contain does not count: a file is one string, however large. The text need not be JSON; whether it
 * is, the parser says.
 */
export function excessOf(json: Uint8Array, limits?: Limits): JsonExcess | undefined {
  const scan = scanJson(json, { limits });
  for (;;) {
    const { done, value } = scan.next();
    if (done) return value;
  }
}

/**
 * As `excessOf`, in steps: one pass that pauses whenever it has looked at `stepBytes`, so that others get a turn.
 *
 * @param found is given the strings that are longer than a step
 */
export function* scanJson(
  json: Uint8Array,
  {
    limits = { depth: MAX_JSON_DEPTH, parts: MAX_JSON_PARTS },
    found = [],
    stepBytes = STEP_BYTES,
  }: { limits?: Limits | undefined; found?: LongString[]; stepBytes?: number } = {},
): Generator<void, JsonExcess | undefined> {
  const { length } = json;
  let depth = 0;
  let parts = 0;
  let pauseAt = stepBytes;
  for (let at = 0; at < length; at += 1) {
    if (at >= pauseAt) {
      yield;
      pauseAt = at + stepBytes;
    }
    switch (json[at]) {
      case QUOTE: {
        const start = at;
        const cuts: number[] = [];
        at = endOfStep(json, start + 1, stepBytes);
        while (at < length && json[at] !== QUOTE) {
          cuts.push(at);
          yield;
          at = endOfStep(json, at, stepBytes);
        }
        if (cuts.length > 0 && at < length) found.push({ start, end: at, cuts });
        break;
      }
      case OPEN_LIST:
      case OPEN_OBJECT:
        depth += 1;
        parts += 1;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth -= 1;
        continue;
      case COMMA:
        parts += 1;
        break;
      default:
        continue;
    }
    if (depth > limits.depth) return 'too_deep';
    if (parts > limits.parts) return 'too_complex';
  }
  return undefined;
}

/** @returns where the string ends, or, after a step, where it can be cut; beyond the text if there is no end */
function endOfStep(json: Uint8Array, start: number, stepBytes: number): number {
  const { length } = json;
  const border = Math.min(length, start + stepBytes);
  let at = start;
  while (at < border) {
    const byte = json[at];
    if (byte === QUOTE) return at;
    at += byte === BACKSLASH ? escapeLength(json, at) : 1;
  }
  while (at < length && isContinuation(json[at]!)) at += 1;
  return at;
}

/** What follows `\u` is not looked at: where it is malformed, the parser refuses all of it. */
const escapeLength = (json: Uint8Array, at: number): number => (json[at + 1] === LETTER_U ? 6 : 2);

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;
