import { fileReply } from '../../libs/public-api/src/files/files.schemas';
import {
  blobCount,
  contentOf,
  STORAGE_LIMIT,
  usedBytes,
  useFiles,
  useUpStorage,
} from './support/files-world';

const PATH = '/v1/files/content';
const MIB = 1024 * 1024;

describe('PUT /v1/files/content', () => {
  const world = useFiles();
  const write = (body: object, role: 'member' | 'viewer' = 'member') => world.as(role).put(PATH, body);

  describe('201', () => {
    it('creates a file and describes it', async () => {
      const reply = await write({ path: 'invoices/2026/INV-1.txt', content: 'é' });
      expect(reply.status).toBe(201);
      const { file } = fileReply.parse(reply.body);
      expect(file).toMatchObject({
        path: 'invoices/2026/INV-1.txt',
        name: 'INV-1.txt',
        size_bytes: 2,
        content_type: 'text/plain',
        created_by: world.userId('member'),
      });
    });

    it('keeps a given content type', async () => {
      const reply = await write({ path: 'a.txt', content: '', content_type: 'text/x-log' });
      expect(reply.body.file).toMatchObject({ content_type: 'text/x-log', size_bytes: 0 });
    });

    it('decodes base64', async () => {
      await write({ path: 'a.bin', content: '/wD+', encoding: 'base64' });
      expect(await contentOf(world, 'a.bin')).toEqual(Buffer.from([255, 0, 254]));
    });

    it('stores any text unchanged, NUL and byte order mark included', async () => {
      const content = '\ufeffa\u0000b\r\n漢字 😀';
      await write({ path: 'a.txt', content });
      expect((await contentOf(world, 'a.txt')).toString('utf8')).toBe(content);
    });

    it('takes a file of exactly 10 MB', async () => {
      const content = Buffer.alloc(10 * MIB, 7).toString('base64');
      const reply = await write({ path: 'big.bin', content, encoding: 'base64' });
      expect(reply.status).toBe(201);
      expect(reply.body.file.size_bytes).toBe(10 * MIB);
    });

    it('tells files apart that differ in case alone', async () => {
      expect((await write({ path: 'a.txt', content: '1' })).status).toBe(201);
      expect((await write({ path: 'A.txt', content: '2' })).status).toBe(201);
    });

    it('creates with overwrite false where nothing is', async () => {
      expect((await write({ path: 'a.txt', content: '1', overwrite: false })).status).toBe(201);
    });
  });

  describe('200', () => {
    it('replaces the content, with another etag, and keeps who created the file', async () => {
      const first = await world.as('builder').put(PATH, { path: 'a.txt', content: 'one' });
      const second = await write({ path: 'a.txt', content: 'three' });
      expect(second.status).toBe(200);
      const { file } = fileReply.parse(second.body);
      expect(file).toMatchObject({ size_bytes: 5, created_by: world.userId('builder') });
      expect(file.etag).not.toBe(first.body.file.etag);
      expect(file.created_at).toBe(first.body.file.created_at);
      expect((await contentOf(world, 'a.txt')).toString()).toBe('three');
    });

    it('writes if the etag is still that of the file', async () => {
      const { etag } = (await write({ path: 'a.txt', content: 'one' })).body.file;
      expect((await write({ path: 'a.txt', content: 'two', if_match: etag })).status).toBe(200);
    });

    it('frees the bytes of the old content', async () => {
      await write({ path: 'a.txt', content: 'x'.repeat(1000) });
      await write({ path: 'a.txt', content: 'y' });
      expect(await usedBytes(world)).toBe(1);
      expect(await blobCount(world)).toBe(1);
    });
  });

  describe('400', () => {
    it.each([
      ['', 'empty'],
      ['/a', 'relative'],
      ['a//b', 'empty part'],
      ['a/', 'empty part'],
      ['../a', '..'],
      ['a/./b', '..'],
      ['a\\b', 'backslash'],
      ['a\u0000b', 'control'],
      ['a\tb', 'control'],
      ['e\u0301.txt', 'NFC'],
      ['é'.repeat(600), '1024 bytes'],
      ['a\ud800', 'surrogates'],
    ])('refuses the path %j and names the rule', async (path, rule) => {
      const reply = await write({ path, content: 'x' });
      expect(reply).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
      expect(reply.body.details).toMatchObject([{ field: 'path', message: expect.stringContaining(rule) }]);
    });

    it.each([
      ['content', { path: 'a' }],
      ['path', { content: 'a' }],
      ['content', { path: 'a', content: 1 }],
      ['content', { path: 'a', content: null }],
      ['encoding', { path: 'a', content: 'a', encoding: 'hex' }],
      ['overwrite', { path: 'a', content: 'a', overwrite: 'yes' }],
      ['content_type', { path: 'a', content: 'a', content_type: '' }],
      ['content_type', { path: 'a', content: 'a', content_type: 'a\u0000' }],
      ['content_type', { path: 'a', content: 'a', content_type: 'a'.repeat(256) }],
      ['if_match', { path: 'a', content: 'a', if_match: null }],
      ['name', { path: 'a', content: 'a', name: 'b' }],
    ])('names the field %s', async (field, body) => {
      const reply = await write(body);
      expect(reply).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
      expect(reply.body.details).toMatchObject([{ field }]);
    });

    it.each(['YQ', 'Y Q=', '-_-_', 'YQ==\n', 'hello!'])('refuses %j as base64', async (content) => {
      const reply = await write({ path: 'a', content, encoding: 'base64' });
      expect(reply).toMatchObject({
        status: 400,
        body: { error: 'invalid_encoding', details: [{ field: 'content' }] },
      });
    });

    it('refuses a lone surrogate in text', async () => {
      const reply = await world.as('member').putRaw(PATH, '{"path":"a","content":"\\ud800"}');
      expect(reply).toMatchObject({ status: 400, body: { error: 'invalid_encoding' } });
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expect((await world.anonymous.put(PATH, { path: 'a', content: 'a' })).status).toBe(401);
    });
  });

  describe('403', () => {
    it('asks for files:write', async () => {
      const reply = await write({ path: 'a', content: 'a' }, 'viewer');
      expect(reply).toMatchObject({ status: 403, body: { error: 'forbidden' } });
    });
  });

  describe('409', () => {
    it('keeps an existing file if overwrite is false', async () => {
      await write({ path: 'a.txt', content: 'one' });
      const reply = await write({ path: 'a.txt', content: 'two', overwrite: false });
      expect(reply).toMatchObject({ status: 409, body: { error: 'already_exists' } });
      expect((await contentOf(world, 'a.txt')).toString()).toBe('one');
    });

    it.each([
      ['a/b/c.txt', 'a'],
      ['a/b/c.txt', 'a/b'],
      ['a/b', 'a/b/c.txt'],
      ['a', 'a/b/c.txt'],
    ])('with %s there is no file %s', async (existing, path) => {
      await write({ path: existing, content: 'x' });
      const reply = await write({ path, content: 'x' });
      expect(reply).toMatchObject({ status: 409, body: { error: 'path_conflict' } });
      expect(reply.body.message).toContain(existing);
    });

    it.each(['a-b', 'a.b', 'a0', 'a!'])('does not take %s for a file in the folder a', async (path) => {
      await write({ path, content: 'x' });
      expect((await write({ path: 'a', content: 'x' })).status).toBe(201);
    });

    it('does not collide with the paths of another team', async () => {
      await world.stranger.put(PATH, { path: 'a', content: 'x' });
      expect((await write({ path: 'a/b', content: 'x' })).status).toBe(201);
    });
  });

  describe('412', () => {
    it('keeps a file that has changed since it was read', async () => {
      const { etag } = (await write({ path: 'a.txt', content: 'one' })).body.file;
      await write({ path: 'a.txt', content: 'two' });
      const reply = await write({ path: 'a.txt', content: 'three', if_match: etag });
      expect(reply).toMatchObject({ status: 412, body: { error: 'etag_mismatch' } });
      expect((await contentOf(world, 'a.txt')).toString()).toBe('two');
    });

    it('takes the etag of a file that is gone for a mismatch', async () => {
      const reply = await write({ path: 'a.txt', content: 'a', if_match: 'x' });
      expect(reply).toMatchObject({ status: 412, body: { error: 'etag_mismatch' } });
    });
  });

  describe('413', () => {
    it('refuses one byte over 10 MB after decoding', async () => {
      const content = Buffer.alloc(10 * MIB + 1).toString('base64');
      const reply = await write({ path: 'big.bin', content, encoding: 'base64' });
      expect(reply).toMatchObject({ status: 413, body: { error: 'payload_too_large' } });
      expect(await blobCount(world)).toBe(0);
    });

    it('refuses a body over 15 MiB', async () => {
      const reply = await write({ path: 'big.txt', content: 'x'.repeat(15 * MIB) });
      expect(reply).toMatchObject({ status: 413, body: { error: 'payload_too_large' } });
    });
  });

  describe('507', () => {
    it('refuses the byte that would exceed the quota of the team, and stores nothing', async () => {
      await useUpStorage(world, STORAGE_LIMIT - 3);
      const reply = await write({ path: 'a.txt', content: '1234' });
      expect(reply).toMatchObject({ status: 507, body: { error: 'quota_exceeded' } });
      expect(await blobCount(world)).toBe(0);
      expect((await write({ path: 'a.txt', content: '123' })).status).toBe(201);
      expect(await usedBytes(world)).toBe(STORAGE_LIMIT);
    });

    it('lets a full team make a file smaller', async () => {
      await write({ path: 'a.txt', content: '1234' });
      await useUpStorage(world, STORAGE_LIMIT + 100);
      expect((await write({ path: 'a.txt', content: '12' })).status).toBe(200);
      expect((await write({ path: 'a.txt', content: '123' })).status).toBe(507);
    });

    it('does not count what another team stores', async () => {
      await useUpStorage(world, STORAGE_LIMIT);
      expect((await world.stranger.put(PATH, { path: 'a.txt', content: 'x' })).status).toBe(201);
    });
  });

  describe('at the same time', () => {
    it('lets the last writer of a path win and leaves no content without a file', async () => {
      const replies = await Promise.all(
        Array.from({ length: 12 }, (_, index) => write({ path: 'a.txt', content: `writer ${index}` })),
      );
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(11);
      const read = await world.as('member').get(PATH, { path: 'a.txt' });
      const winner = replies.findIndex(({ body }) => body.file.etag === read.body.etag);
      expect(read.body.content).toBe(`writer ${winner}`);
      expect(await blobCount(world)).toBe(1);
      expect(await usedBytes(world)).toBe(read.body.size_bytes);
    });

    it('lets one of the writers win that start from the same etag', async () => {
      const { etag } = (await write({ path: 'a.txt', content: 'one' })).body.file;
      const replies = await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          write({ path: 'a.txt', content: `${index}`, if_match: etag }),
        ),
      );
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
    });

    it('creates once if overwrite is false', async () => {
      const replies = await Promise.all(
        Array.from({ length: 6 }, () => write({ path: 'a.txt', content: 'x', overwrite: false })),
      );
      expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
      expect(await blobCount(world)).toBe(1);
    });

    it('never makes a path both file and folder', async () => {
      const paths = ['a', 'a/b', 'a/b/c'];
      const replies = await Promise.all(paths.map((path) => write({ path, content: 'x' })));
      expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      expect(await blobCount(world)).toBe(1);
    });

    it('never exceeds the quota', async () => {
      await useUpStorage(world, STORAGE_LIMIT - 35);
      const replies = await Promise.all(
        Array.from({ length: 10 }, (_, index) => write({ path: `${index}.txt`, content: '0123456789' })),
      );
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(3);
      expect(replies.filter(({ status }) => status === 507)).toHaveLength(7);
      expect(await usedBytes(world)).toBe(STORAGE_LIMIT - 5);
      expect(await blobCount(world)).toBe(3);
    });
  });
});
