/** Longest UTF-8 form of a character, in bytes. */
const CHARACTER_MAX_BYTES = 4;

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** Bytes to fetch so that a slice can be cut between characters. */
export interface Window {
  readonly offset: number;
  readonly length: number;
}

/**
 * @param size size of the file in bytes; `offset` is below it
 * @returns the window of the file that `cutText` needs for this slice
 */
export function textWindow(size: number, offset: number, maxBytes: number): Window {
  const start = Math.max(0, offset - (CHARACTER_MAX_BYTES - 1));
  const end = Math.min(size, offset + maxBytes + CHARACTER_MAX_BYTES);
  return { offset: start, length: end - start };
}

/**
 * Cuts a slice of a UTF-8 file between characters.
 *
 * - An offset inside a character counts as the start of that character.
 * - The slice has at most `maxBytes` bytes but at least one character, so that a reader who follows the returned
 *   offset always gets on.
 *
 * @param window bytes of the file as `textWindow` asked for them
 * @returns the bytes of the slice and where in the file it ends
 */
export function cutText(
  bytes: Buffer,
  window: Window,
  offset: number,
  maxBytes: number,
): { slice: Buffer; end: number } {
  let start = offset - window.offset;
  while (start > 0 && isContinuation(bytes[start])) start -= 1;
  let end = Math.min(bytes.length, start + maxBytes);
  while (end > start && isContinuation(bytes[end])) end -= 1;
  if (end === start) {
    end += 1;
    while (isContinuation(bytes[end])) end += 1;
  }
  return { slice: bytes.subarray(start, end), end: window.offset + end };
}
