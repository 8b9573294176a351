const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = ALPHABET.length;
/** Bytes from here on are thrown away: taking them modulo 62 would make some characters likelier than others. */
const REJECT_FROM = 256 - (256 % BASE);

/** Source of cryptographically secure random bytes. */
export type RandomBytes = (size: number) => Uint8Array;

/**
 * @param length number of characters
 * @returns uniformly distributed base62 characters
 */
export function randomBase62(length: number, randomBytes: RandomBytes): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length - text.length)) {
      if (byte < REJECT_FROM) text += ALPHABET[byte % BASE];
    }
  }
  return text;
}

/** @returns `value` in base62, filled up with zeros to `width` characters */
export function encodeBase62(value: number, width: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / BASE)) text = ALPHABET.charAt(rest % BASE) + text;
  return text.padStart(width, ALPHABET.charAt(0));
}
