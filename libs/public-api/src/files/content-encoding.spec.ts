import fc from 'fast-check';
import { decodeContent, encodeContent } from './content-encoding';

describe('decodeContent', () => {
  it('undoes encodeContent for any bytes as base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const buffer = Buffer.from(bytes);
        expect(decodeContent(encodeContent(buffer, 'base64'), 'base64')).toEqual(buffer);
      }),
    );
  });

  it('undoes encodeContent for any text as utf-8, byte order mark and NUL included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        expect(encodeContent(decodeContent(text, 'utf-8'), 'utf-8')).toBe(text);
      }),
      { examples: [['\ufeffa\u0000']] },
    );
  });

  it.each([
    ['no padding', 'YQ'],
    ['too much padding', 'YQ==='],
    ['padding only', '===='],
    ['the URL alphabet', '-_-_'],
    ['a line break', 'YWJj\nYWJj'],
    ['a space', 'YWJj '],
    ['unused bits', 'YR=='],
    ['text', 'hello, world'],
    ['a character beyond ASCII', 'YWJjé'],
    ['text after padding', 'YQ==YQ=='],
  ])('refuses base64 with %s', (_, content) => {
    expect(() => decodeContent(content, 'base64')).toThrow(
      expect.objectContaining({ code: 'invalid_encoding' }),
    );
  });

  it('accepts as base64 exactly what the strict grammar allows', () => {
    const strict = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/;
    const letter = fc.constantFrom('A', 'Q', 'Y', 'z', '9', '+', '/', '=', '-', ' ', '\n');
    fc.assert(
      fc.property(fc.string({ unit: letter, maxLength: 9 }), (content) => {
        let accepted = true;
        try {
          decodeContent(content, 'base64');
        } catch {
          accepted = false;
        }
        expect(accepted).toBe(strict.test(content));
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses a lone surrogate as utf-8', () => {
    expect(() => decodeContent('a\udc00', 'utf-8')).toThrow(
      expect.objectContaining({ code: 'invalid_encoding' }),
    );
  });
});
