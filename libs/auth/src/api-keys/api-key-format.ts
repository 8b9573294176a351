import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { encodeBase62, randomBase62 } from './base62';
import type { RandomBytes } from './base62';

/**
 * An API key is `duvo_live_`, 30 random base62 characters (about 179 bits) and 6 that are the CRC32 of all
 * before them.
 *
 * - The prefix lets secret scanners find leaked keys; underscores keep a double click selecting the whole key.
 * - The checksum turns junk away without asking the database.
 * - The entropy makes a slow hash pointless: a plain SHA-256 is stored, and looked up by equality.
 */
export const API_KEY_PREFIX = 'duvo_live_';
/** What every credential of this product begins with; anything else is a token of another kind. */
export const CREDENTIAL_PREFIX = 'duvo_';
/** Pattern for secret scanners. */
export const API_KEY_SCANNER_PATTERN = '\\bduvo_(live|test)_[0-9A-Za-z]{36}\\b';

const RANDOM_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
const SHAPE = new RegExp(`^${API_KEY_PREFIX}[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}$`);
const VISIBLE_LENGTH = 8;

const checksumOf = (body: string): string => encodeBase62(crc32(body), CHECKSUM_LENGTH);

/** @returns a new key; the only time it exists in clear on this side */
export function generateApiKey(randomBytes: RandomBytes): string {
  const body = API_KEY_PREFIX + randomBase62(RANDOM_LENGTH, randomBytes);
  return body + checksumOf(body);
}

/** @returns whether `text` has the shape and the checksum of an API key; says nothing of its existence */
export function isApiKey(text: string): boolean {
  return SHAPE.test(text) && text.endsWith(checksumOf(text.slice(0, -CHECKSUM_LENGTH)));
}

/** @returns hex SHA-256, the only form in which a key is stored or cached */
export function hashApiKey(key: string): string {
  return hash('sha256', key, 'hex');
}

/** @returns the parts of a key that may be shown to recognise it */
export function visiblePartsOf(key: string): { prefix: string; last4: string } {
  const random = key.slice(API_KEY_PREFIX.length);
  return { prefix: random.slice(0, VISIBLE_LENGTH), last4: random.slice(-4) };
}
