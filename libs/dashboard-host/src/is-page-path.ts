/** What answers for itself. Above all `/.well-known`: hosts of MCP take a page there for broken metadata. */
const RESERVED = [
  'v1',
  'api',
  'oauth',
  '.well-known',
  'livez',
  'readyz',
  'metrics',
  'docs',
  'openapi.json',
  'assets',
];

/** @returns whether a path may be a page of the dashboard, as far as the path tells */
export function isPagePath(path: string): boolean {
  // Routes are found by decoded names: an escaped prefix is the same prefix.
  const [, first = ''] = decoded(path).split('/');
  return !RESERVED.includes(first.toLowerCase());
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '/v1';
  }
}
