import fc from 'fast-check';
import { parseInTurns, UnparsableBody } from './json-turns';

/** So short that every string of a test is a long one. */
const STEP = 4;
const parse = (text: string): Promise<unknown> => parseInTurns(Buffer.from(text), STEP);

describe('parseInTurns', () => {
  it('gives what JSON.parse gives', () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue({ stringUnit: 'binary' }), async (value) => {
        for (const json of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
          expect(await parse(json)).toEqual(JSON.parse(json));
        }
      }),
      { numRuns: 500 },
    ));

  it.each([
    String.raw`"\u00e9\u00e9\u00e9\ud83c\udf89\n\"\\\\"`,
    String.raw`{"a":"long text \"quoted\"","a long name" : "another text"}`,
    '["äöü€🎉äöü€🎉", "🎉🎉🎉🎉"]',
    '{"__proto__":"long enough to be cut","b":1}',
    '  "\ufeffnot at the beginning"',
    '{"a long name":1}',
  ])('cuts inside no character and no escape: %s', async (json) => {
    expect(await parse(json)).toEqual(JSON.parse(json));
  });

  it('skips a byte order mark', async () => {
    expect(await parse('\ufeff{"a":"long enough to be cut"}')).toEqual({ a: 'long enough to be cut' });
  });

  it('refuses what JSON.parse refuses', () => {
    const piece = fc.constantFrom(
      '"',
      '\\',
      'u',
      '00e9',
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      'abcdef',
      '\n',
      ' ',
      '1',
    );
    return fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const json = pieces.join('');
        let expected: unknown;
        try {
          expected = JSON.parse(json);
        } catch {
          await expect(parse(json)).rejects.toThrow(SyntaxError);
          return;
        }
        expect(await parse(json)).toEqual(expected);
      }),
      {
        numRuns: 3000,
        examples: [
          [[String.raw`"\u"`, ',"abcdefgh"']],
          [['"abcdefgh\nabcdefgh"']],
          [['"abcdefgh', '"abcdefgh"']],
          [[String.raw`"abcdefgh\u00"`]],
        ],
      },
    );
  });

  it('refuses what is not UTF-8, and what is too much', async () => {
    await expect(parseInTurns(Buffer.from([0x22, 0xff, 0x22]))).rejects.toThrow(UnparsableBody);
    await expect(parse('['.repeat(200))).rejects.toMatchObject({ type: 'too_deep' });
    await expect(parse(`[${'1,'.repeat(300_000)}1]`)).rejects.toMatchObject({ type: 'too_complex' });
  });

  it('lets others have their turn', async () => {
    const json = Buffer.from(`{"content":"${'x'.repeat(4 * 1024 * 1024)}"}`);
    let turns = 0;
    const count = setInterval(() => (turns += 1), 0);
    let done = false;
    const parsed = parseInTurns(json).finally(() => (done = true));
    const others = (async () => {
      let taken = 0;
      for (; !done; taken += 1) await new Promise((resolve) => setImmediate(resolve));
      return taken;
    })();
    await parsed;
    clearInterval(count);
    expect(await others).toBeGreaterThan(20);
  });
});
