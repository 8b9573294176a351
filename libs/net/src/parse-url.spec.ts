import { parseUrl } from './parse-url';

const MANY = 20_000;

describe('parseUrl', () => {
  it('reads an absolute URL', () => {
    expect(parseUrl('https://a.example/b?c')?.pathname).toBe('/b');
  });

  it('reads a relative reference against a base', () => {
    expect(parseUrl('../c', 'https://a.example/b/d')?.href).toBe('https://a.example/c');
  });

  it.each(['', 'a', '/a', 'https://', 'https://a:b/'])('finds no URL in "%s"', (text) => {
    expect(parseUrl(text)).toBeUndefined();
  });

  it(`reads a name beyond ASCII the ${MANY}th time as the first`, () => {
    const odd = Array.from({ length: MANY }, () => parseUrl('https://b\u00fccher.example/')?.hostname).filter(
      (hostname) => hostname !== 'xn--bcher-kva.example',
    );
    expect(odd).toEqual([]);
  });
});
