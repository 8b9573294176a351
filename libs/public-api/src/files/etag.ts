import { ApiException } from '@app/errors';

/**
 * https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1: a condition on something that does not exist is false.
 * @throws ApiException `etag_mismatch` unless there is no condition or it holds
 */
export function requireEtag(
  current: { readonly etag: string } | undefined,
  ifMatch: string | undefined,
): void {
  if (ifMatch === undefined || current?.etag === ifMatch) return;
  throw new ApiException('etag_mismatch', current ? {} : { message: 'The file does not exist (any more).' });
}
