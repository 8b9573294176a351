import { convertSample } from '../testing/documents.spec-support';
import { encode } from './encode';
import { isSafeInPath } from './path-rules';

describe('path values', () => {
  it.each(['a', 'a b', 'ä', 'a.b', '...', 'a..b', '100%', '%zz', '%E4', "'(*)"])(
    '%s may stand in a path',
    (text) => {
      expect(isSafeInPath(text)).toBe(true);
    },
  );

  it.each([
    '',
    '.',
    '..',
    'a/b',
    'a\\b',
    '/',
    '%2e%2e',
    '%2E.',
    '%252e%252e',
    'a%2Fb',
    'a%252Fb',
    'a%5Cb',
    'x\u0000',
    'x%00',
    'x%0a',
    'a\tb',
    '\u007f',
    '..%2f..%2fetc',
  ])('%j may not', (text) => {
    expect(isSafeInPath(text)).toBe(false);
  });

  it('never leave the template: the parsed URL has the built path', () => {
    const { tool } = convertSample({ path: '/v1/a/{id}/b' });
    for (const id of ['x', 'é', 'a b', '...', '@host', '?q', '#f', ';p', '//h', '..', '%2e%2e', 'a\\b']) {
      const { request } = encode(tool, { id });
      const url = new URL(`https://origin.example${request.path}`);
      expect(url.origin).toBe('https://origin.example');
      expect(url.pathname).toBe(request.path);
      expect(request.path).toMatch(/^\/v1\/a\/[^/]+\/b$/);
    }
  });

  it('become a placeholder when they are missing or refused', () => {
    const { tool } = convertSample({ path: '/v1/a/{id}' });
    expect(encode(tool, {})).toMatchObject({
      request: { path: '/v1/a/_' },
      refusal: { issues: [{ field: 'id', code: 'invalid_type' }] },
    });
    expect(encode(tool, { id: '..' })).toMatchObject({
      request: { path: '/v1/a/_' },
      refusal: { issues: [{ field: 'id', code: 'invalid_value' }] },
    });
  });

  it('that share a segment have to be told apart again', () => {
    const { tool } = convertSample({ path: '/r/{from}-{to}.json' });
    expect(encode(tool, { from: 'a', to: 'b' }).request.path).toBe('/r/a-b.json');
    expect(encode(tool, { from: 'a-b', to: 'c' }).refusal).not.toBeNull();
    const { tool: dots } = convertSample({ path: '/r/.{x}' });
    expect(encode(dots, { x: '.x' }).request.path).toBe('/r/..x');
    expect(encode(dots, { x: '%2e' }).refusal).not.toBeNull();
  });
});
