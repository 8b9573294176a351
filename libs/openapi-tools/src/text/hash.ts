import { createHash } from 'node:crypto';

/** First hex digits of SHA-256. */
export function shortHash(text: string, digits: number): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, digits);
}
