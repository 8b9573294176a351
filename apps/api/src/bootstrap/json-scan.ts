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

/**
 * Whether a body is more than `JSON.parse` should be given. Parsing makes a value of every few bytes, so 15 MiB of
 * `{},` become hundreds of megabytes and block everybody for seconds; and what nests without end makes whatever
 * walks it by recursion, `JSON.stringify` among it, run out of stack.
 *
 * One pass that allocates nothing. What strings contain does not count: a file is one string, however large. The
 * text need not be JSON; whether it is, the parser says.
 */
export function excessOf(
  json: Uint8Array,
  limits: { depth: number; parts: number } = { depth: MAX_JSON_DEPTH, parts: MAX_JSON_PARTS },
): JsonExcess | undefined {
  const { length } = json;
  let depth = 0;
  let parts = 0;
  for (let at = 0; at < length; at += 1) {
    switch (json[at]) {
      case QUOTE:
        at = endOfString(json, at);
        break;
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

/** @returns where the quote is that ends the string which begins at `start`; beyond the text if there is none */
function endOfString(json: Uint8Array, start: number): number {
  const { length } = json;
  let at = start + 1;
  while (at < length) {
    const byte = json[at];
    if (byte === QUOTE) return at;
    at += byte === BACKSLASH ? 2 : 1;
  }
  return at;
}
