import fc from 'fast-check';
import { encodeContent, ENCODINGS } from './content-encoding';
import { jsonParts } from './content-stream';

const VIEW = {
  path: 'a "b".txt',
  content: '',
  content_type: 'text/plain',
  size_bytes: 1,
  etag: 'e',
  next_offset_bytes: null,
};

async function textOf(parts: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all).toString('utf8');
}

describe('jsonParts', () => {
  it.each(ENCODINGS)('is the JSON of the reply, wherever the content is cut: %s', (encoding) =>
    fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.integer({ min: 1, max: 10 }),
        async (text, groups) => {
          const bytes = Buffer.from(text);
          const json = await textOf(jsonParts({ ...VIEW, encoding }, bytes, 3 * groups));
          expect(JSON.parse(json)).toEqual({ ...VIEW, encoding, content: encodeContent(bytes, encoding) });
        },
      ),
      { examples: [['\u0000"\\\n€🎉'.repeat(5), 1]] },
    ),
  );
});
