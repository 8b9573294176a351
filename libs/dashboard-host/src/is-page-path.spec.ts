import { isPagePath } from './is-page-path';

describe('isPagePath', () => {
  it.each(['/', '/settings/api-keys', '/admin/rate-limits', '/apiary', '/v10', '/connect/'])(
    'takes %s for a page',
    (path) => expect(isPagePath(path)).toBe(true),
  );

  it.each([
    '/v1',
    '/V1/agents',
    '/api/settings/me',
    '/%61pi/x',
    '/oauth/authorize',
    '/.well-known/oauth-protected-resource',
    '/%2ewell-known/x',
    '/livez',
    '/readyz',
    '/metrics',
    '/docs',
    '/docs/x',
    '/openapi.json',
    '/assets/gone.js',
    '/%ff',
  ])('leaves %s to others', (path) => expect(isPagePath(path)).toBe(false));
});
