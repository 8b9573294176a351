import * as fc from 'fast-check';
import { returnPathOf } from './return-path';

describe('returnPathOf', () => {
  it.each(['/', '/settings/api-keys', '/runs?status=failed&page=2#top', '/a/../b'])('follows %s', (path) => {
    expect(returnPathOf(path)).toBe(path === '/a/../b' ? '/b' : path);
  });

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    ' //evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e%2e//evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'evil.example',
    '',
    `/${'x'.repeat(3000)}`,
    '/ümlaut',
    undefined,
    ['/a', '/b'],
    { toString: () => '/a' },
  ])('A66: refuses %j', (value) => {
    expect(returnPathOf(value)).toBeUndefined();
  });

  it('A66: whatever it lets through stays with us when a browser resolves it', () => {
    const part = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2f',
      '%5c',
      '@',
      ':',
      '?',
      '#',
      'evil.example',
      '\t',
      'http',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const path = returnPathOf(`/${parts.join('')}`);
        if (path !== undefined) expect(new URL(path, 'https://duvo.test').origin).toBe('https://duvo.test');
      }),
    );
  });
});
