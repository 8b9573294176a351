import { parseUrl } from '@app/net';
import { TargetNotAllowedError } from './target-not-allowed.error';

const MAX_LENGTH = 2048;

/**
 * Checks what can be told from the URL alone.
 *
 * @param allowPrivate development: http and other ports will do
 * @returns the URL in its normal form, in which an IPv4 address has four decimal parts, however it was written
 * @throws TargetNotAllowedError
 */
export function targetUrlOf(text: string, allowPrivate: boolean): URL {
  if (text.length > MAX_LENGTH) throw new TargetNotAllowedError(`must have at most ${MAX_LENGTH} characters`);
  const url = parseUrl(text);
  if (!url) throw new TargetNotAllowedError('must be a URL, such as https://example.com/hooks');
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) {
    throw new TargetNotAllowedError('must begin with https://');
  }
  if (url.port !== '' && !allowPrivate) throw new TargetNotAllowedError('must use port 443');
  if (url.username !== '' || url.password !== '') {
    throw new TargetNotAllowedError('must not hold a user name or password');
  }
  return url;
}
