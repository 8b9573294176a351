import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { prefixedText } from './prefixed-compression';

const decoders = {
  identity: (bytes: Buffer) => bytes,
  gzip: (bytes: Buffer) => gunzipSync(bytes),
  br: (bytes: Buffer) => brotliDecompressSync(bytes),
} as const;

describe('prefixedText', () => {
  it.each(['identity', 'gzip', 'br'] as const)('decodes to head and tail in %s', (encoding) => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 5000 }),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5000 }),
        (head, tail) => {
          const decoded = decoders[encoding](
            Buffer.concat(prefixedText(head).with(tail, encoding)),
          ).toString();
          expect(decoded).toBe(Buffer.from(head + tail).toString());
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is one gzip member, because streaming decoders stop after the first', () => {
    const bytes = Buffer.concat(prefixedText('a'.repeat(10_000)).with('"x"}', 'gzip'));
    expect(bytes.indexOf(Buffer.from([0x1f, 0x8b, 8]), 1)).toBe(-1);
  });
});
