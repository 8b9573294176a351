import { contentTypeOf } from './content-type';

describe('contentTypeOf', () => {
  it.each([
    ['README.md', 'text/markdown'],
    ['invoices/2026/INV-1001.TXT', 'text/plain'],
    ['invoices/2026/INV-1002.pdf', 'application/pdf'],
    ['reference/vendors.csv', 'text/csv'],
    ['a.jpeg', 'image/jpeg'],
    ['a.tar.gz', 'application/gzip'],
  ])('guesses %j as %j', (path, type) => {
    expect(contentTypeOf(path)).toBe(type);
  });

  it.each(['Makefile', '.json', 'folder.csv/data', 'a.unknown', 'a.constructor', 'a.__proto__'])(
    'knows nothing about %j',
    (path) => {
      expect(contentTypeOf(path)).toBe('application/octet-stream');
    },
  );
});
