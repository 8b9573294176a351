import fc from 'fast-check';
import { extensionOf, foldersOf, nameFault, nameOf, pathFault, siblingOf } from './file-path';

describe('pathFault', () => {
  it.each([
    'a',
    'README.md',
    'invoices/2026/INV-1001.txt',
    'Ü/ñ/漢字 😀.txt',
    '...',
    '.hidden',
    'a b',
    '%2e%2e/x',
  ])('accepts %j', (path) => {
    expect(pathFault(path)).toBeUndefined();
  });

  it.each([
    ['', 'must not be empty'],
    ['/a', 'must be relative'],
    ['a//b', 'empty part'],
    ['a/', 'empty part'],
    ['.', 'a part that is . or ..'],
    ['a/./b', 'a part that is . or ..'],
    ['..', 'a part that is . or ..'],
    ['a/../b', 'a part that is . or ..'],
    ['a\\b', 'backslash'],
    ['a\u0000b', 'control characters'],
    ['a\nb', 'control characters'],
    ['a\u007f', 'control characters'],
    ['a\u0085', 'control characters'],
    ['a\ud800', 'lone surrogates'],
    ['e\u0301', 'NFC'],
    ['a'.repeat(1025), '1024 bytes'],
    ['é'.repeat(513), '1024 bytes'],
  ])('refuses %j and names the rule', (path, rule) => {
    expect(pathFault(path)).toContain(rule);
  });

  it('counts bytes, not characters', () => {
    expect(pathFault('é'.repeat(512))).toBeUndefined();
    expect(pathFault('a'.repeat(1024))).toBeUndefined();
  });

  it('lets through only what reads the same as a path of folders and a name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (path) => {
        if (pathFault(path) !== undefined) return;
        expect(Buffer.from(path, 'utf8').toString('utf8')).toBe(path);
        expect(path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')).toBe(true);
        expect(
          new URL(`http://x/${path.split('/').map(encodeURIComponent).join('/')}`).pathname.split('/'),
        ).toHaveLength(path.split('/').length + 1);
      }),
    );
  });
});

describe('nameFault', () => {
  it('follows the rules of a path, without a folder', () => {
    expect(nameFault('INV-1.txt')).toBeUndefined();
    expect(nameFault('a/b')).toContain('without /');
    expect(nameFault('..')).toContain('. or ..');
  });
});

describe('parts of a path', () => {
  it('takes a path apart', () => {
    expect(nameOf('a/b/c.txt')).toBe('c.txt');
    expect(nameOf('c.txt')).toBe('c.txt');
    expect(foldersOf('a/b/c.txt')).toEqual(['a', 'a/b']);
    expect(foldersOf('c.txt')).toEqual([]);
    expect(siblingOf('a/b/c.txt', 'd.txt')).toBe('a/b/d.txt');
    expect(siblingOf('c.txt', 'd.txt')).toBe('d.txt');
  });

  it.each([
    ['a/b.TXT', 'txt'],
    ['a.b/c', ''],
    ['.hidden', ''],
    ['.hidden.md', 'md'],
    ['archive.tar.gz', 'gz'],
    ['dot.', ''],
  ])('reads the extension of %j as %j', (path, extension) => {
    expect(extensionOf(path)).toBe(extension);
  });
});
