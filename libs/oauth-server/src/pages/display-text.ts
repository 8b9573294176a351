/** Characters of a name that are shown; the rest is cut off. */
const MAX_NAME_LENGTH = 60;

/**
 * What a name could use to look like something else: control characters, marks that turn the direction of what
 * follows, and characters without a width. The joiners stay, because emoji and several scripts need them.
 * https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const DECEIVING =
  /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]/gu;

/** More marks than a letter of any language carries would run over the lines above and below. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** @returns a name that a stranger chose, in one line and bounded, fit to be shown; `fallback` if nothing is left */
export function displayName(name: string, fallback: string): string {
  const line = name
    .slice(0, MAX_NAME_LENGTH * 16)
    .replace(DECEIVING, ' ')
    .replace(STACKED_MARKS, '$1')
    .replace(/\s+/gu, ' ')
    .trim();
  const shown = Array.from(graphemes.segment(line), ({ segment }) => segment);
  if (shown.length === 0) return fallback;
  if (shown.length <= MAX_NAME_LENGTH) return line;
  return `${shown
    .slice(0, MAX_NAME_LENGTH - 1)
    .join('')
    .trimEnd()}…`;
}

/** @returns the first letter of a name as a sign for it, in upper case where the script has one */
export function monogramOf(name: string): string {
  const [first] = graphemes.segment(name);
  return (first?.segment ?? '?').toUpperCase();
}

/** @returns a wait in words that can be said at the end of "Try again in", rounded up */
export function waitInWords(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
