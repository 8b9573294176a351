import fc from 'fast-check';
import { decodeContent, encodeContent } from './content-encoding';

/** So short that even small contents are decoded in several steps. */
const STEP = 4;
const REFUSED: unknown = expect.objectContaining({ code: 'invalid_encoding' });

describe.each([
  ['in one step', undefined],
  ['step by step', STEP],
])('decodeContent %s', (_, step) => {
  it('undoes encodeContent for any bytes as base64', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (bytes) => {
        const buffer = Buffer.from(bytes);
        expect(await decodeContent(encodeContent(buffer, 'base64'), 'base64', step)).toEqual(buffer);
      }),
    ));

  it('undoes encodeContent for any text as utf-8, byte order mark and NUL included', () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 50 }), async (text) => {
        expect(encodeContent(await decodeContent(text, 'utf-8', step), 'utf-8')).toBe(text);
      }),
      { examples: [['\ufeffa\u0000'], ['abc🎉abc🎉'], ['🎉🎉🎉🎉🎉']] },
    ));

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
    ['text after half the padding', 'YWI=YWI='],
  ])('refuses base64 with %s', async (_, content) => {
    await expect(decodeContent(content, 'base64', step)).rejects.toEqual(REFUSED);
  });

  it('accepts as base64 exactly what the strict grammar allows', () => {
    const strict = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/;
    const letter = fc.constantFrom('A', 'Q', 'Y', 'z', '9', '+', '/', '=', '-', ' ', '\n');
    return fc.assert(
      fc.asyncProperty(fc.string({ unit: letter, maxLength: 9 }), async (content) => {
        const accepted = await decodeContent(content, 'base64', step).then(
          () => true,
          () => false,
        );
        expect(accepted).toBe(strict.test(content));
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['a\udc00', '\ud83c', 'abc\ud83c', 'abc\ud83cabc', 'abcd\udc00'])(
    'refuses a lone surrogate as utf-8: %j',
    async (content) => {
      await expect(decodeContent(content, 'utf-8', step)).rejects.toEqual(REFUSED);
    },
  );
});
