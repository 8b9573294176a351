import fc from 'fast-check';
import { getFileContentReply } from '../../libs/public-api/src/files/files.schemas';
import { useFiles } from './support/files-world';

const PATH = '/v1/files/content';

describe('GET /v1/files/content', () => {
  const world = useFiles();
  const read = (query: object) => world.as('member').get(PATH, query);
  const write = (path: string, content: string | Buffer) =>
    world
      .as('member')
      .put(
        PATH,
        typeof content === 'string'
          ? { path, content }
          : { path, content: content.toString('base64'), encoding: 'base64' },
      );

  describe('200', () => {
    it('reads text as utf-8', async () => {
      const { etag } = (await write('notes/a.md', '# Ü\n')).body.file;
      const reply = await read({ path: 'notes/a.md' });
      expect(reply.status).toBe(200);
      expect(getFileContentReply.parse(reply.body)).toEqual({
        path: 'notes/a.md',
        content: '# Ü\n',
        encoding: 'utf-8',
        content_type: 'text/markdown',
        size_bytes: 5,
        etag,
        next_offset_bytes: null,
      });
    });

    it('reads what is not text as base64, whatever its name says', async () => {
      await write('a.txt', Buffer.from([0xff, 0x00]));
      const reply = await read({ path: 'a.txt' });
      expect(getFileContentReply.parse(reply.body)).toMatchObject({ encoding: 'base64', content: '/wA=' });
    });

    it('gives text as base64 on request', async () => {
      await write('a.txt', 'hello');
      expect((await read({ path: 'a.txt', encoding: 'base64' })).body.content).toBe('aGVsbG8=');
    });

    it('gives 64 KiB unless told otherwise', async () => {
      await write('a.txt', 'x'.repeat(65_537));
      const reply = await read({ path: 'a.txt' });
      expect(reply.body.content).toHaveLength(65_536);
      expect(reply.body.next_offset_bytes).toBe(65_536);
    });

    it('ends a text slice on a character', async () => {
      await write('a.txt', 'aé😀b');
      expect((await read({ path: 'a.txt', max_bytes: 2 })).body).toMatchObject({
        content: 'a',
        next_offset_bytes: 1,
      });
      expect((await read({ path: 'a.txt', max_bytes: 2, offset_bytes: 1 })).body).toMatchObject({
        content: 'é',
        next_offset_bytes: 3,
      });
      expect((await read({ path: 'a.txt', max_bytes: 1, offset_bytes: 3 })).body).toMatchObject({
        content: '😀',
        next_offset_bytes: 7,
      });
      expect((await read({ path: 'a.txt', max_bytes: 1, offset_bytes: 7 })).body).toMatchObject({
        content: 'b',
        next_offset_bytes: null,
      });
    });

    it('begins at the character in which the offset lies', async () => {
      await write('a.txt', 'a😀b');
      expect((await read({ path: 'a.txt', offset_bytes: 3 })).body.content).toBe('😀b');
    });

    it.each([5, 6, 9_007_199_254_740_991])('gives nothing at offset %d of 5 bytes', async (offset_bytes) => {
      await write('a.txt', 'hello');
      const reply = await read({ path: 'a.txt', offset_bytes });
      expect(getFileContentReply.parse(reply.body)).toMatchObject({
        content: '',
        size_bytes: 5,
        next_offset_bytes: null,
      });
    });

    it('reads an empty file', async () => {
      await write('a.txt', '');
      expect((await read({ path: 'a.txt' })).body).toMatchObject({
        content: '',
        encoding: 'utf-8',
        size_bytes: 0,
      });
    });

    it('gives the whole file in slices, over the borders of stored chunks', async () => {
      const bytes = Buffer.from(
        Array.from({ length: 600_000 }, (_, index) => (index * 31 + (index >> 8)) & 0xff),
      );
      await write('a.bin', bytes);
      await write('a.txt', bytes.toString('latin1'));
      for (const [path, whole] of [
        ['a.bin', bytes],
        ['a.txt', Buffer.from(bytes.toString('latin1'))],
      ] as const) {
        const pieces: Buffer[] = [];
        for (let offset: number | null = 0; offset !== null;) {
          const { body } = await read({ path, offset_bytes: offset, max_bytes: 99_991 });
          pieces.push(Buffer.from(body.content, body.encoding === 'base64' ? 'base64' : 'utf8'));
          offset = body.next_offset_bytes;
        }
        expect(Buffer.concat(pieces).equals(whole)).toBe(true);
      }
    });

    it('gives the whole text in slices, whatever max_bytes is', () =>
      fc.assert(
        fc.asyncProperty(
          fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
          fc.integer({ min: 1, max: 20 }),
          async (text, max_bytes) => {
            await write('a.txt', text);
            let content = '';
            for (let offset: number | null = 0; offset !== null;) {
              const { body } = await read({
                path: 'a.txt',
                encoding: 'utf-8',
                offset_bytes: offset,
                max_bytes,
              });
              content += body.content;
              offset = body.next_offset_bytes;
            }
            expect(content).toBe(text);
          },
        ),
        { numRuns: 10 },
      ));

    it('gives one content or the other, whole, while a file is being replaced', async () => {
      const contents = ['1', '2'].map((digit) => digit.repeat(600_000));
      await write('a.txt', contents[0]!);
      const writes = Array.from({ length: 4 }, (_, index) => write('a.txt', contents[index % 2]!));
      const reads = await Promise.all(
        Array.from({ length: 8 }, () => read({ path: 'a.txt', max_bytes: 1_000_000 })),
      );
      await Promise.all(writes);
      // Only a reader that lost several races in a row is told so.
      for (const { status, body } of reads) {
        expect(status === 409 ? body.error : contents.includes(body.content as string)).toBe(
          status === 409 ? 'conflict' : true,
        );
      }
    });
  });

  describe('400', () => {
    it.each([
      ['path', {}],
      ['path', { path: '' }],
      ['path', { path: '../a' }],
      ['path', { path: 'a\u0000' }],
      ['path', { path: ['a', 'b'] }],
      ['max_bytes', { path: 'a', max_bytes: 0 }],
      ['max_bytes', { path: 'a', max_bytes: 10_485_761 }],
      ['max_bytes', { path: 'a', max_bytes: '1e3' }],
      ['offset_bytes', { path: 'a', offset_bytes: -1 }],
      ['offset_bytes', { path: 'a', offset_bytes: '99999999999999999999' }],
      ['encoding', { path: 'a', encoding: 'latin1' }],
      ['limit', { path: 'a', limit: 1 }],
    ])('names the field %s of %j', async (field, query) => {
      const reply = await read(query);
      expect(reply).toMatchObject({ status: 400, body: { error: 'invalid_request', details: [{ field }] } });
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expect((await world.anonymous.get(PATH, { path: 'a' })).status).toBe(401);
    });
  });

  describe('403', () => {
    it('asks for files:read', async () => {
      const reply = await world.as('viewer').get(PATH, { path: 'a' });
      expect(reply).toMatchObject({ status: 403, body: { error: 'forbidden' } });
    });
  });

  describe('404', () => {
    it('knows no such file, nor a folder', async () => {
      await write('a/b.txt', 'x');
      expect(await read({ path: 'a' })).toMatchObject({ status: 404, body: { error: 'not_found' } });
      expect((await read({ path: 'b.txt' })).status).toBe(404);
    });

    it("refuses another team's path with the same body", async () => {
      await world.stranger.put(PATH, { path: 'theirs.txt', content: 'x' });
      const theirs = await read({ path: 'theirs.txt' });
      const missing = await read({ path: 'missing.txt' });
      expect([theirs.status, missing.status]).toEqual([404, 404]);
      expect({ ...theirs.body, request_id: '' }).toEqual({ ...missing.body, request_id: '' });
    });
  });

  describe('415', () => {
    it('does not read as utf-8 what is not', async () => {
      await write('a.bin', Buffer.concat([Buffer.from('text first '), Buffer.from([0xc3, 0x28])]));
      const reply = await read({ path: 'a.bin', encoding: 'utf-8', max_bytes: 4 });
      expect(reply).toMatchObject({ status: 415, body: { error: 'not_text' } });
    });
  });
});
