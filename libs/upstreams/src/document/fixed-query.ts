/**
 * A query that stands in the path key of a document, such as `/?Action=List`. A route of ours has no query that tells
 * it from others, so it stands in our path, percent-encoded.
 */
export interface FixedQuery {
  /** As it goes out, without `?`. */
  readonly query: string;
  /** What it is at the end of our path. */
  readonly suffix: string;
  readonly names: readonly string[];
}

/** What no query can hold; escapes stay. https://www.rfc-editor.org/rfc/rfc3986#section-3.4 */
const BARE = /[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]/gu;

/** @returns the path of the key without `#…` and query, and the query if there is one */
export function splitPathKey(key: string): { path: string; fixed: FixedQuery | undefined } {
  const beforeHash = key.split('#')[0] ?? '';
  const mark = beforeHash.indexOf('?');
  const query = mark < 0 ? '' : beforeHash.slice(mark + 1);
  if (query === '') return { path: mark < 0 ? beforeHash : beforeHash.slice(0, mark), fixed: undefined };
  return {
    path: beforeHash.slice(0, mark),
    fixed: {
      query: query.toWellFormed().replace(BARE, encodeURIComponent),
      suffix: encodeURIComponent(`?${query}`.toWellFormed()),
      names: [...new URLSearchParams(query).keys()],
    },
  };
}
